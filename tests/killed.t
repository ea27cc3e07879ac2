#!/bin/sh
# kill -9 at the Nth system call, for every tenth N, of everybody who takes part: afterwards
# `rm --force` and the next `run` succeed, and nothing of the dead is left in the kernel.
#
#   KILLED_STEP=1 sh tests/killed.t     at every system call
#   KILLED_FIRST=4 sh tests/killed.t    at the 4th, 14th, 24th...
seconds=3600
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

before_each() {
	image
	linkbox run -d --name db --expose 5432 busybox
	linkbox run --rm --link db -p 8080:80 busybox true
	remember_traces
}

victim='run -d --name victim --link db -p 8080:80 -p 127.0.0.1::81 -p 9000-9031:9000-9031/udp busybox'
dies='strace -f -qq -e status=none -o log'

# walk STORY: tells it with a death at each number, until nobody lived to that many calls
walk() {
	number=${KILLED_FIRST:-1}
	while :; do
		echo "--- $1, call $number" >"$transcript"
		: >log
		"$1" "$number" >out 2>&1 || :
		recovers
		grep -q 'killed by SIGKILL' log || break
		number=$((number + ${KILLED_STEP:-10}))
	done
	[ "$number" -gt "${KILLED_FIRST:-1}" ] || fail 'nobody was killed'
}

recovers() {
	linkbox rm --force victim
	# shellcheck disable=SC2086
	linkbox $victim
	linkbox rm --force victim
	leaves_no_trace
}

# The monitor is executed anew: -b execve lets go of it.
run_dies() {
	# shellcheck disable=SC2086
	timeout 20 $dies -b execve --inject=all:signal=KILL:when="$1" "$LINKBOX" $victim
}

# The monitor, its workers and the container's process: stopped as the monitor is executed, then traced.
monitor_dies() {
	# shellcheck disable=SC2086
	timeout 20 strace -f -qq -e status=none -o /dev/null -b execve --inject=execveat:signal=STOP "$LINKBOX" $victim &
	client=$!
	eventually monitor_is_stopped
	follow "$1" "$(stopped)"
	kill -CONT "$monitor"
	wait $client || :
	kill $tracer
	wait $tracer || :
}

stopped() {
	ps -eo pid=,stat=,args= | awk '$2 ~ /^T/ && !/strace|awk/ { print $1 }'
}

monitor_is_stopped() {
	[ "$(stopped)" ]
}

# follow NUMBER PID: from here on it, and what it forks, dies at its Nth call
follow() {
	monitor=$2
	$dies --inject=all:signal=KILL:when="$1" -p "$monitor" &
	tracer=$!
	eventually is_traced "$monitor"
}

is_traced() {
	! grep -q 'TracerPid:	0' "/proc/$1/status"
}

stop_dies() {
	# shellcheck disable=SC2086
	"$LINKBOX" $victim
	timeout 20 $dies -b execve --inject=all:signal=KILL:when="$1" "$LINKBOX" stop victim
}

monitor_dies_of_stop() {
	# shellcheck disable=SC2086
	"$LINKBOX" $victim
	follow "$1" "$(ps -o ppid= -p "$(pid_of victim)" | tr -d ' ')"
	timeout 20 "$LINKBOX" stop victim || :
	kill $tracer
	wait $tracer || :
}

rm_dies() {
	# shellcheck disable=SC2086
	"$LINKBOX" $victim
	timeout 20 $dies -b execve --inject=all:signal=KILL:when="$1" "$LINKBOX" rm --force victim
}

test_run_is_killed_at_any_call() {
	walk run_dies
}

test_the_monitor_is_killed_at_any_call() {
	walk monitor_dies
}

test_stop_is_killed_at_any_call() {
	walk stop_dies
}

test_the_monitor_is_killed_at_any_call_of_a_stop() {
	walk monitor_dies_of_stop
}

test_rm_is_killed_at_any_call() {
	walk rm_dies
}
