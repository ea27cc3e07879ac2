#!/bin/sh
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

before_each() {
	image
}

test_kills_and_prints_the_name() {
	linkbox run -d --name web busybox
	linkbox kill web
	prints web
	linkbox inspect -f '{{ .State.Status }} {{ .State.ExitCode }}' web
	prints 'exited 137'
}

test_s_sends_that_signal_by_name_or_number() {
	linkbox run -d --name web busybox sh -c 'trap "echo usr1" USR1; echo ready; while :; do sleep 0.05; done'
	eventually logged web ready
	times=0
	for signal in USR1 SIGUSR1 sigusr1 usr1 10; do
		linkbox kill -s $signal web
		prints web
		times=$((times + 1))
		eventually says_usr1 $times
	done
	is "$(state_of web)" running
}

says_usr1() {
	[ "$("$LINKBOX" logs web | grep -cx usr1)" = "$1" ]
}

test_refuses_what_is_no_signal() {
	linkbox run -d --name web busybox
	fails_with 1 kill -s FOO web
	says 'linkbox: Invalid signal: FOO'
	fails_with 1 kill -s 99 web
	is "$(state_of web)" running
}

test_refuses_one_that_does_not_run() {
	linkbox create --name web busybox
	id=$(cat "$stdout")
	fails_with 1 kill web
	says "linkbox: Cannot kill container: web: Container $id is not running"
	fails_with 1 docker kill web
	says "Error response from daemon: Cannot kill container: web: Container $id is not running"
}

test_reports_a_missing_one_and_kills_the_others() {
	linkbox run -d --name web busybox
	fails_with 1 docker kill ghost web
	prints web
	says 'Error response from daemon: Cannot kill container: ghost: No such container: ghost'
	is "$(state_of web)" exited
}
