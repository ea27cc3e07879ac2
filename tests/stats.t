#!/bin/sh
# stats: how much of the machine containers use, from cgroups of version 1 and 2 and without any.
# tests/parity compares the words, tests/guest plays version 2 alone.
#
# SPDX-License-Identifier: MIT
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

before_each() {
	image
}

# stat FIELD [CONTAINER]
stat_of() {
	"$LINKBOX" stats --no-stream --format "{{.$1}}" "${2-c1}"
}

is_busy() {
	[ "$(stat_of CPUPerc "$1" | sed 's/\..*//')" -ge 1 ]
}

test_a_busy_one_uses_processors_and_an_idle_one_does_not() {
	linkbox run -d --name c1 --net none busybox sh -c 'while :; do :; done'
	linkbox run -d --name c2 --net none busybox
	eventually is_busy c1
	like "$(stat_of CPUPerc c2)" '0\.[0-9]{2}%'
}

test_counts_without_cgroups_too() {
	works mount -t tmpfs tmpfs /sys/fs/cgroup
	linkbox run -d --name c1 --net none busybox sh -c 'while :; do :; done'
	eventually is_busy c1
	is "$(stat_of PIDs)" 1
	like "$(stat_of MemUsage)" '[1-9][0-9.]*[KM]iB / [0-9.]+GiB'
}

test_counts_processes_with_those_of_exec() {
	linkbox run -d --name c1 --net none busybox
	is "$(stat_of PIDs)" 1
	linkbox exec -d c1 sleep 1000
	is "$(stat_of PIDs)" 2
}

test_shows_memory_and_how_much_of_it_there_is() {
	[ -d /sys/fs/cgroup/memory ] || skip 'no memory controller of version 1'
	linkbox run -d --name c1 --net none -m 64m --tmpfs /ram busybox sh -c 'head -c 32m /dev/zero >/ram/file; sleep 1000'
	eventually uses_half
}

uses_half() {
	stat_of 'MemPerc}} {{.MemUsage' | grep -Ex '(5[0-9]|6[0-9])\.[0-9]{2}% 3[2-9][0-9.]*MiB / 64MiB'
}

test_shows_what_went_over_the_network() {
	linkbox run -d --name c1 --expose 80 busybox sh -c 'exec httpd -f -p 80 -h /www'
	linkbox run -d --name c2 --link c1:web busybox
	eventually fetches
	like "$(stat_of NetIO c1)" '[1-9][0-9.]*k?B / [1-9][0-9.]*k?B'
	linkbox run -d --name c3 --net none busybox
	is "$(stat_of NetIO c3)" '0B / 0B'
	linkbox run -d --name c4 --net host busybox
	is "$(stat_of NetIO c4)" '0B / 0B'
}

fetches() {
	"$LINKBOX" exec c2 wget -q -O /dev/null http://web/
}

test_shows_who_runs_newest_first_or_all() {
	linkbox run -d --name c1 --net none busybox
	linkbox create --name c2 --net none busybox
	linkbox run -d --name c3 --net none busybox
	linkbox stats --no-stream --format '{{.Name}}'
	prints c3 c1
	linkbox stats --no-stream -a --format '{{.Name}}'
	prints c3 c2 c1
	linkbox stats --no-stream --format '{{.Name}}' c1 c3
	prints c1 c3
	linkbox pause c1
	linkbox stats --no-stream --format '{{.Name}}'
	prints c3 c1
}

test_live_it_shows_one_picture_after_the_other() {
	linkbox run -d --name c1 --net none busybox
	"$LINKBOX" stats --format '{{.Name}}' >"$box/live" &
	stats=$!
	eventually has_lines 2
	linkbox run -d --name c2 --net none busybox
	eventually grep -q c2 "$box/live"
	linkbox rm -f c1
	kill $stats
	grep -q "$(printf '\033\[2J\033\[H')" "$box/live" || fail 'nothing clears the screen'
}

has_lines() {
	[ "$(wc -l <"$box/live")" -ge "$1" ]
}

test_live_it_ends_with_the_last_that_was_named() {
	linkbox run -d --name c1 --net none busybox
	"$LINKBOX" stats c1 >"$box/live" &
	stats=$!
	eventually has_lines 2
	linkbox rm -f c1
	wait $stats || fail "exit status $?"
}

test_refuses_who_is_not_there() {
	refuses stats --no-stream nosuch
	says 'linkbox: No such container: nosuch'
}
