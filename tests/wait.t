#!/bin/sh
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

before_each() {
	image
}

test_prints_the_exit_status_of_each() {
	linkbox run -d --name web busybox sh -c 'exit 3'
	linkbox run -d --name db busybox sh -c 'sleep 0.3; exit 4'
	linkbox wait web db
	prints 3 4
}

test_waits_until_a_running_one_ends() {
	linkbox run -d --name web busybox
	"$LINKBOX" wait web >waited &
	sleep 0.2
	is "$(cat waited)" ''
	linkbox kill web
	eventually grep -qx 137 waited
}

test_one_that_never_ran_has_status_0() {
	linkbox create --name web busybox
	linkbox wait web
	prints 0
}

test_reports_a_missing_one_and_waits_for_the_others() {
	linkbox run -d --name web busybox sh -c 'exit 3'
	fails_with 1 wait ghost web
	prints 3
	says 'linkbox: No such container: ghost'
}
