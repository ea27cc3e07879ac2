#!/bin/sh
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

before_each() {
	image
}

test_prints_the_id_and_runs_nothing() {
	linkbox create --name web busybox
	prints_like '[0-9a-f]{64}'
	linkbox inspect -f '{{ .State.Status }} {{ .State.Pid }} {{ .State.ExitCode }} [{{ .NetworkSettings.IPAddress }}]' web
	prints 'created 0 0 []'
	linkbox ps -q
	prints
	linkbox ps -a
	prints_like 'CONTAINER ID .*' '.*   Created +web'
}

test_takes_no_port_and_no_address_before_the_start() {
	linkbox create --name web -p 8080:5000 busybox serve web
	linkbox run -d --name other -p 8080:5000 busybox serve other
	eventually answers 127.0.0.1:8080 other
	fails_with 1 start web
	linkbox rm -f other
	linkbox start web
	eventually answers 127.0.0.1:8080 web
}

test_writes_the_id_to_a_cidfile() {
	linkbox create --cidfile id busybox
	is "$(cat id)" "$(cat "$stdout")"
}

test_checks_its_links_but_does_not_ask_that_they_run() {
	linkbox create --name db busybox
	linkbox create --name web --link db busybox
	linkbox inspect -f '{{ .HostConfig.Links }}' web
	prints '[/db:/web/db]'
	fails_with 1 docker create --link ghost busybox
	says 'Error response from daemon: could not get container for ghost: No such container: ghost'
}

test_refuses_in_the_words_of_docker() {
	fails_with 125 docker create -p x busybox
	says 'docker: Invalid containerPort: x.' "See 'docker create --help'."
	fails_with 1 docker create ghost
	warns "Unable to find image 'ghost:latest' locally"
	image bare -c 'ENV A=1'
	fails_with 1 docker create bare
	says 'Error response from daemon: No command specified'
	fails_with 1 docker create
	says '"docker create" requires at least 1 argument.' "See 'docker create --help'." '' \
		'Usage:  docker create [OPTIONS] IMAGE [COMMAND] [ARG...]' '' 'Create a new container'
	linkbox ps -aq
	prints
}

test_survives_a_reboot() {
	linkbox create --name web -e A=1 -p 8080:80 --label x=y busybox
	linkbox inspect web
	cp "$stdout" before
	rm -rf "$LINKBOX_RUN"
	mkdir "$LINKBOX_RUN"
	linkbox inspect web
	works diff before "$stdout"
	linkbox start web
	is "$(state_of web)" running
}
