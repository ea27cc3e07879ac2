#!/bin/sh
# Containers that do nothing cost no time: their monitors never wake up.
#
#   IDLE_SECONDS=60 sh tests/idle.t    over a minute
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

# How often each monitor was on a processor, by its own will or not.
switches() {
	for pid in $(pgrep -f '^linkbox monitor'); do
		awk -v pid="$pid" '/ctxt_switches/ { print pid, $1, $2 }' "/proc/$pid/status"
	done
}

are_at_rest() {
	switches >now
	sleep 0.2
	switches | diff now -
}

test_fifty_monitors_of_idle_containers_are_never_woken_up() {
	image
	for number in $(seq 50); do
		linkbox run -d --name "idle$number" busybox
	done
	eventually are_at_rest
	switches >before
	is "$(wc -l <before)" 100
	sleep "${IDLE_SECONDS:-10}"
	switches | diff before - || fail "woken up: $(switches | diff before -)"
}
