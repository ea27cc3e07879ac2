#!/bin/sh
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

before_each() {
	image
}

test_removes_each_container_named() {
	linkbox create --name web busybox
	linkbox create --name db busybox
	linkbox rm web db
	prints web db
	refuses inspect web db
}

test_reports_a_missing_container_and_removes_the_others() {
	linkbox create --name web busybox
	fails_with 1 rm ghost web
	says 'linkbox: No such container: ghost'
	prints web
	refuses inspect web
	fails_with 1 docker rm ghost
	says 'Error: No such container: ghost'
}

test_refuses_one_that_runs() {
	linkbox run -d --name web busybox
	id=$(cat "$stdout")
	fails_with 1 rm web
	says "linkbox: You cannot remove a running container $id. Stop the container before attempting removal or force remove"
	fails_with 1 docker rm web
	says "Error response from daemon: You cannot remove a running container $id. Stop the container before attempting removal or force remove"
	is "$(state_of web)" running
}

test_f_kills_first() {
	linkbox run -d --name web busybox
	linkbox rm -f web
	prints web
	linkbox ps -aq
	prints
}

test_f_of_a_missing_one_reports_it_and_succeeds() {
	linkbox rm -f ghost
	prints
	says 'linkbox: No such container: ghost'
}

test_leaves_nothing_behind() {
	linkbox run --rm -p 8080:80 -p 9000-9040:9000-9040/udp busybox true
	remember_traces
	stored >before
	linkbox run -d --name db --expose 80 busybox
	linkbox run -d --name web -p 8080:80 -p 9000-9040:9000-9040/udp --link db busybox
	linkbox rm -f web db
	leaves_no_trace
	stored >after
	works diff -u before after
}

test_a_link_name_without_l_means_the_source() {
	linkbox run -d --name db busybox
	linkbox run -d --name web --link db busybox
	linkbox rm -f web/db
	prints web/db
	refuses inspect db
	is "$(state_of web)" running
}

test_needs_a_name() {
	fails_with 1 docker rm
	says '"docker rm" requires at least 1 argument.' "See 'docker rm --help'." '' \
		'Usage:  docker rm [OPTIONS] CONTAINER [CONTAINER...]' '' 'Remove one or more containers'
}

# --- rm --link

test_l_takes_only_the_link_away() {
	linkbox run -d --name db --expose 5432 busybox
	linkbox run -d --name web --link db --link db:store busybox
	linkbox rm --link web/db
	prints web/db
	is "$(state_of db) $(state_of web)" 'running running'
	linkbox inspect -f '{{ .HostConfig.Links }}' web
	prints '[/db:/web/store]'
	linkbox exec web cat /etc/hosts
	lacks '	db '
	shows '	store '
	linkbox ps db
	shows ' db, web/store$'
	linkbox rm -l /web/store
	prints /web/store
	linkbox inspect -f '{{ json .HostConfig.Links }}' web
	prints null
}

test_l_refuses_a_plain_name_and_an_unknown_link() {
	linkbox run -d --name db busybox
	linkbox run -d --name web --link db busybox
	fails_with 1 rm --link web
	says 'linkbox: Conflict, cannot remove the default link name of the container'
	fails_with 1 rm --link web/x
	says 'linkbox: No such container: web/x'
	fails_with 1 docker rm --link web
	says 'Error response from daemon: Conflict, cannot remove the default link name of the container'
}

test_l_frees_a_consumer_whose_source_is_gone() {
	linkbox run -d --name db busybox
	linkbox run -d --name web --link db busybox
	linkbox rm -f db
	linkbox stop web
	fails_with 1 start web
	warns 'Cannot link to a non running container: /db AS /web/db'
	linkbox rm --link web/db
	linkbox start web
}
