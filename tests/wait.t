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

# --- --ready

# slow NAME [OPTION...]: listens on port 5432 once it `opens`
slow() {
	linkbox run -d "$@" busybox sh -c 'until [ -e /open ]; do sleep 0.02; done; exec serve "rows of db" 5432'
}

opens() {
	"$LINKBOX" exec "$1" touch /open
}

test_ready_waits_until_the_lowest_port_listens() {
	slow --name db --expose 5432 --expose 8000
	fails_with 1 wait --ready --timeout 0 db
	prints
	says "linkbox: Container $("$LINKBOX" inspect -f '{{ .Id }}' db) is not ready: waited 0 for port 5432/tcp: nothing listens on it"
	"$LINKBOX" wait --ready db >waited &
	opens db
	wait $!
	is "$(cat waited)" db
	works within db nc -z 127.0.0.1 5432
}

test_one_without_ports_is_ready_when_it_runs() {
	linkbox create --name db busybox
	"$LINKBOX" wait --ready db >waited &
	linkbox start db
	wait $!
	is "$(cat waited)" db
}

test_ready_needs_no_network_of_its_own() {
	slow --name db --net none --expose 5432
	opens db
	linkbox wait --ready db
	slow --name owner
	slow --name guest --net container:owner
	linkbox wait --ready --timeout 30s owner guest
	prints owner guest
}

test_one_with_a_healthcheck_is_ready_when_it_is_healthy() {
	linkbox run -d --name db --expose 5432 --health-cmd 'test -e /ok' --health-interval 100ms --health-retries 1000 busybox
	fails_with 1 wait --ready --timeout 0s db
	warns 'is not ready: waited 0s: its health is not known yet'
	"$LINKBOX" wait --ready db >waited &
	"$LINKBOX" exec db touch /ok
	wait $!
	is "$(cat waited)" db
	linkbox inspect -f '{{ .State.Health.Status }}' db
	prints healthy
}

test_one_that_ends_first_is_not_ready() {
	slow --name db --expose 5432
	"$LINKBOX" wait --ready db >waited 2>&1 &
	linkbox kill db
	! wait $!
	is "$(cat waited)" "linkbox: Container $("$LINKBOX" inspect -f '{{ .Id }}' db) is not running"
	linkbox create --name bad --expose 80 busybox nosuch
	refuses start bad
	fails_with 1 wait --ready bad
	warns 'is not running: '
}

test_ready_refuses_what_is_no_time() {
	fails_with 125 wait --ready --timeout soon db
	says 'linkbox: invalid argument "soon" for "--timeout" flag: it is no time, as 30s or 1m30s'
	fails_with 125 wait --timeout 30s db
	says 'linkbox: wait: --timeout is for --ready'
}
