#!/bin/sh
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

before_each() {
	image
}

test_prints_the_name_of_each_that_it_starts() {
	linkbox create --name web busybox
	linkbox create --name db busybox
	linkbox start web db
	prints web db
	is "$(state_of web) $(state_of db)" 'running running'
}

test_does_nothing_to_one_that_runs() {
	linkbox run -d --name web busybox
	before=$(pid_of web)
	linkbox start web
	prints web
	is "$(pid_of web)" "$before"
}

test_reports_those_that_fail_and_starts_the_others() {
	linkbox run -d --name first -p 8080:80 busybox
	linkbox create --name second -p 8080:80 busybox
	linkbox create --name web busybox
	fails_with 1 start second web ghost
	prints web
	warns 'Bind for 0.0.0.0:8080 failed: port is already allocated'
	warns 'linkbox: No such container: ghost'
	warns 'linkbox: failed to start containers: second, ghost'
	is "$(state_of web) $(state_of second)" 'running created'
}

test_in_the_words_of_docker() {
	fails_with 1 docker start ghost
	says 'Error response from daemon: No such container: ghost' 'Error: failed to start containers: ghost'
	fails_with 1 docker start
	says '"docker start" requires at least 1 argument.' "See 'docker start --help'." '' \
		'Usage:  docker start [OPTIONS] CONTAINER [CONTAINER...]' '' 'Start one or more stopped containers'
}

test_a_shows_the_output_and_returns_the_status() {
	linkbox create --name web busybox sh -c 'echo out; echo err >&2; exit 3'
	fails_with 3 start -a web
	prints out
	says err
}

test_a_is_for_one_container_only() {
	linkbox create --name web busybox
	linkbox create --name db busybox
	fails_with 1 start -a web db
	says 'linkbox: you cannot start and attach multiple containers at once'
}

test_i_passes_standard_input_on() {
	linkbox create --name web -i busybox cat
	echo hello | linkbox start -a -i web
	prints hello
}

test_keeps_the_files_and_appends_to_the_log() {
	linkbox run --name web busybox sh -c 'echo x >>/file; cat /file; echo .'
	linkbox start -a web
	prints x x .
	linkbox logs web
	prints x . x x .
}

test_keeps_the_address() {
	linkbox run -d --name web busybox
	before=$(address web)
	linkbox stop web
	linkbox run -d --name other busybox
	linkbox start web
	is "$(address web)" "$before"
}

test_the_next_start_works_when_the_command_was_not_found() {
	fails_with 127 run --name web busybox nosuch
	fails_with 1 start web
	warns 'exec: "nosuch": executable file not found in $PATH'
	warns 'failed to start containers: web'
}

test_a_damaged_lease_is_in_nobody_elses_way_after_a_boot() {
	linkbox create --name web busybox
	echo damaged >"$LINKBOX_STATE/leases/$(printf '%064d' 0)"
	rm -r "$LINKBOX_RUN"
	linkbox start web
	warns "read the lease $(printf '%064d' 0)"
}

test_an_address_that_two_have_after_a_boot_keeps_neither_from_starting() {
	linkbox run -d --name web busybox
	linkbox run -d --name db busybox
	linkbox stop web db
	sed -i 's/^address=.*/address=172.17.0.9/' "$LINKBOX_STATE"/leases/*
	rm -r "$LINKBOX_RUN"
	linkbox start web db
	isnt "$(address web)" "$(address db)"
}
