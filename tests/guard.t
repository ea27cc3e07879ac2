#!/bin/sh
# What commands cost, against tests/bench/guard: none may grow by more than a tenth unless that file
# is changed with it (`make guard` writes it anew). System calls are those of all processes of the
# command, instructions those of the process that was called, as callgrind counts them.
# SPDX-License-Identifier: MIT
# shellcheck shell=dash
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

# A build without optimisation, or for another machine, costs what it costs.
before_each() {
	needs_static 'its costs are noted'
	[ "$(uname -m)" = x86_64 ] || skip 'the costs noted are those of x86_64'
	image
	linkbox run -d --name db busybox
	linkbox run -d --name web --link db:db busybox
	linkbox ps
}

# grows_not NAME COUNT COMMAND...: what COUNT says of it is a tenth above what is noted, at most. GUARD=FILE
# notes it there instead.
grows_not() {
	name=$1
	shift
	"$@"
	[ "$cost" -gt 0 ] || fail "$name was not counted"
	if [ "${GUARD-}" ]; then
		echo "$name $cost" >>"$GUARD"
		return
	fi
	noted=$(sed -n "s/^$name //p" "$top/tests/bench/guard")
	[ "$cost" -le $((noted * 11 / 10)) ] || fail "$name: $cost, noted are $noted: cheaper, please, or make guard"
}

# until_the_first_ends FILE: of the processes traced there; the monitor of what is started again goes on.
until_the_first_ends() {
	first=$(sed -n '1s/ .*//p' "$1")
	[ "$first" ] && grep -q "^$first *+++ exited with 0" "$1"
}

# Each as it returns. Those that wait, are repeated by the kernel, or ask for each processor, are as many as
# the machine has load and processors.
system_calls() {
	strace --follow-forks --quiet=attach,personality --signal=none --output="$box/calls" "$LINKBOX" "$@" >/dev/null &
	tracer=$!
	eventually until_the_first_ends "$box/calls"
	kill -9 $tracer || true
	cost=$(sed "/^$(sed -n '1s/ .*//p' "$box/calls") *+++/q" "$box/calls" |
		grep -vE '<unfinished |^[0-9]+ +[+]{3}|ERESTART|EAGAIN|/devices/system/cpu' |
		grep -vcE '^[0-9]+ +(<[.]{3} )?(poll|wait4|clock_nanosleep|nanosleep|ioctl)\>')
}

# Of the first process: what becomes the monitor is pid 1. That one runs from a copy of the binary that is in
# no directory, which valgrind doesn't find: then the client undoes the start.
instructions() {
	call valgrind --tool=callgrind --callgrind-out-file=/dev/null --log-file="$box/counted.%p" "$LINKBOX" "$@"
	[ "$status" = 0 ] || warns 'its monitor died'
	cost=$(sed -n 's/.*Collected : //p' "$(find "$box" -name 'counted.*' ! -name counted.1 | sort -V | head -n 1)")
}

size() {
	cost=$(stat -c %s "$1")
}

test_run_makes_no_more_system_calls_than_noted() {
	grows_not run.calls system_calls run --rm busybox true
}

test_a_linked_run_makes_no_more_system_calls_than_noted() {
	grows_not run_linked.calls system_calls run --rm -p 8080:80 --link db:db busybox true
}

test_ps_makes_no_more_system_calls_than_noted() {
	grows_not ps.calls system_calls ps
}

test_restart_makes_no_more_system_calls_than_noted() {
	grows_not restart.calls system_calls restart -t 0 db
}

test_run_takes_no_more_instructions_than_noted() {
	grows_not run.instructions instructions run --rm busybox true
}

test_ps_takes_no_more_instructions_than_noted() {
	grows_not ps.instructions instructions ps
}

test_restart_takes_no_more_instructions_than_noted() {
	grows_not restart.instructions instructions restart -t 0 db
}

test_the_binary_is_no_larger_than_noted() {
	grows_not default.bytes size "$LINKBOX"
}

test_the_tiny_binary_is_no_larger_than_noted() {
	tiny=$top/build/x86_64/tiny/linkbox
	[ -x "$tiny" ] || skip 'it is not built'
	grows_not tiny.bytes size "$tiny"
}
