#!/bin/sh
# A device whose clock was never set, and is set while containers run, and back again.
seconds=300
# shellcheck source=tests/lib.sh
[ "${box-}" ] || . "$(dirname "$0")/../lib.sh"

test_a_clock_that_jumps_changes_no_age_of_a_run() {
	guest -q '-rtc base=1970-01-01' <<-'END'
		linkbox import /busybox.tar busybox >/dev/null
		linkbox run -d --name runs busybox sleep 1000 >/dev/null
		linkbox run --name ends busybox true
		ages() { linkbox ps -a --format '{{.Names}} {{.Status}}'; }
		ages
		date -s @1800000000 >/dev/null
		ages
		date -s @1000000000 >/dev/null
		ages
	END
	is "$status" 0
	young='(Less than a second|1 second|[0-9]+ seconds)'
	ends="ends Exited \\(0\\) $young ago"
	runs="runs Up $young"
	prints_like "$ends" "$runs" "$ends" "$runs" "$ends" "$runs"
}

test_what_is_newer_by_the_clock_comes_first_from_1970_on() {
	guest -q '-rtc base=1970-01-01' <<-'END'
		linkbox import /busybox.tar busybox >/dev/null
		for name in first second third; do
			linkbox create --name $name busybox true >/dev/null
			[ $name = second ] || date -s @$((${time:-4} * 1000)) >/dev/null
			time=1800000
		done
		linkbox ps -a --format '{{.Names}}'
		linkbox ps -l --format '{{.Names}}'
		linkbox ps -a --filter since=first --format '{{.Names}}'
	END
	is "$status" 0
	prints third second first third third second
}

test_restarts_and_patience_don_t_look_at_the_clock() {
	guest -q '-rtc base=1970-01-01' <<-'END'
		linkbox import /busybox.tar busybox >/dev/null
		linkbox run -d --name again --restart always busybox false >/dev/null
		linkbox run -d --name deaf busybox sh -c 'trap "" TERM; while :; do sleep 1; done' >/dev/null
		count() { linkbox inspect -f '{{.RestartCount}}' again; }
		restarts() {
			before=$(count)
			until [ "$(count)" -gt $((before + 1)) ]; do sleep 0.1; done
		}
		restarts
		date -s @1800000000 >/dev/null
		restarts
		(sleep 1; date -s @100000) >/dev/null &
		linkbox stop -t 2 deaf
		restarts
		linkbox logs --since 1h deaf
		linkbox events --since 1h --until 0s >/dev/null
	END
	is "$status" 0
	prints deaf
}
