#!/bin/sh
# kill -9 at every tenth system call of every process that takes part: afterwards `rm --force` and
# the next `run` succeed, and nothing of the dead is left in the kernel.
#
#   KILLED_STEP=1 sh tests/killed.t     at every system call
#   KILLED_FIRST=4 sh tests/killed.t    at the 4th, 14th, 24th...
seconds=3600
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

before_each() {
	image
	linkbox run -d --name db --expose 5432 busybox
	run_victim
	linkbox rm --force victim
	remember_traces
}

run_victim() {
	linkbox run -d --name victim --link db -p 8080:80 -p 127.0.0.1::81 -p 9000-9016:9000-9016/udp busybox
}

# walk STORY [RECOVERS]: tells it with a death at each call of each process (at call 0 nobody dies),
# and RECOVERS sees to it that all is well again
walk() {
	recovers=${2-recovers}
	"$1" 0 0 >story 2>&1
	$recovers
	process=0
	for calls in $(tail -n 1 story); do
		number=${KILLED_FIRST:-1}
		while [ "$number" -le "$calls" ]; do
			echo "--- $1: process $process, call $number" >"$transcript"
			"$1" $process "$number" >story 2>&1
			$recovers
			number=$((number + ${KILLED_STEP:-10}))
		done
		process=$((process + 1))
	done
	[ $process -gt 0 ] || fail "nobody was traced: $(cat story)"
}

recovers() {
	linkbox rm --force victim
	run_victim
	linkbox rm --force victim
	leaves_no_trace
}

kill_at() {
	timeout 20 "$top/tests/kill_at" "$@"
}

run_dies() {
	kill_at "$1" "$2" "$LINKBOX" run -d --name victim --link db -p 8080:80 -p 127.0.0.1::81 \
		-p 9000-9016:9000-9016/udp busybox
}

stop_dies() {
	run_victim
	kill_at "$1" "$2" "$LINKBOX" stop victim
}

monitor_dies_of_stop() {
	run_victim
	monitor=$(ps -o ppid= -p "$(pid_of victim)" | tr -d ' ')
	kill_at "$1" "$2" -p "$monitor" &
	eventually is_traced "$monitor"
	timeout 20 "$LINKBOX" stop victim || :
	wait $!
}

# from the end of one run to the end of the next
monitor_dies_of_restart() {
	linkbox run -d --name victim --restart on-failure:1 --link db -p 8080:80 -p 9000-9016:9000-9016/udp busybox \
		sh -c 'test -e /again && exit 3; touch /again; exec sleep 10000'
	eventually linkbox exec victim test -e /again
	process_of_victim=$(pid_of victim)
	monitor=$(ps -o ppid= -p "$process_of_victim" | tr -d ' ')
	kill_at "$1" "$2" -p "$monitor" &
	eventually is_traced "$monitor"
	kill -9 "$process_of_victim" || :
	wait $!
}

is_traced() {
	! grep -q 'TracerPid:	0' "/proc/$1/status"
}

rm_dies() {
	run_victim
	kill_at "$1" "$2" "$LINKBOX" rm --force victim
}

restart_of_the_source_dies() {
	kill_at "$1" "$2" "$LINKBOX" restart db
}

source_recovers() {
	linkbox rm --force db
	linkbox run -d --name db --expose 5432 busybox serve 'rows of db' 5432
	eventually connects victim "$before" 5432
	linkbox exec victim wget -qO- http://db:5432/
	leaves_no_trace
}

test_run_and_its_monitor_are_killed_at_any_call() {
	walk run_dies
}

test_stop_is_killed_at_any_call() {
	walk stop_dies
}

test_the_monitor_is_killed_at_any_call_of_a_stop() {
	walk monitor_dies_of_stop
}

test_the_monitor_and_its_workers_are_killed_at_any_call_of_a_restart() {
	KILLED_STEP=${KILLED_STEP:-30}   # it lasts longer than the others
	walk monitor_dies_of_restart
}

test_rm_is_killed_at_any_call() {
	walk rm_dies
}

test_restart_of_a_source_is_killed_at_any_call_and_its_consumer_served_again() {
	run_victim
	before=$(address db)
	linkbox rm --force db
	linkbox run -d --name db --expose 5432 busybox serve 'rows of db' 5432
	remember_traces
	walk restart_of_the_source_dies source_recovers
}
