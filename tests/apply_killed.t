#!/bin/sh
# kill -9 at every fortieth system call of every process that takes part in an apply that makes one container
# anew, creates its consumer and removes a third: the next apply completes it, and no data is lost.
#
#   KILLED_STEP=1 sh tests/apply_killed.t     at every system call
#   KILLED_FIRST=4 sh tests/apply_killed.t    at the 4th, 44th, 84th...
seconds=3600
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

before_each() {
	image
	files=$box/files
	mkdir "$files"
	before_the_change
	take_all_away
	remember_traces
}

before_the_change() {
	rm -f "$files"/*
	echo '-v /data -p 8080:80 busybox' >"$files/db.run"
	echo 'busybox' >"$files/old.run"
	linkbox apply "$files"
	linkbox exec db sh -c 'echo rows >/data/rows'
	rm "$files/old.run"
	echo '-e A=1 -v /data --expose 5432 -p 8080:80 busybox' >"$files/db.run"
	echo '--link db -p 8081:80 busybox' >"$files/web.run"
}

take_all_away() {
	for name in db web old; do
		linkbox rm --force $name
	done
	for name in $(ask volume ls -q); do
		linkbox volume rm "$name"
	done
}

apply_dies() {
	before_the_change
	timeout 20 "$top/tests/kill_at" "$1" "$2" "$LINKBOX" apply "$files"
}

# A container whose monitor was the one to die is down, as after a crash: that is not for apply to change.
bring_up() {
	case $("$LINKBOX" inspect -f '{{ .State.Status }}' "$1" 2>&1) in
	exited) linkbox start "$1" ;;
	esac
}

recovers() {
	linkbox ps -a
	bring_up db
	bring_up web
	linkbox apply "$files"
	linkbox apply "$files"
	says_nothing
	linkbox ps --format '{{ .Names }}'
	sort -o "$stdout" "$stdout"
	prints db web
	linkbox exec db sh -c 'echo $A; cat /data/rows'
	prints 1 rows
	linkbox exec web sh -c 'echo $DB_PORT_5432_TCP_PORT'
	prints 5432
	is "$(find "$LINKBOX_STATE/heirlooms" -type f | wc -l)" 0
	take_all_away
	leaves_no_trace
}

test_an_apply_is_killed_at_any_call_and_the_next_completes_it() {
	apply_dies 0 0 >story 2>&1
	recovers
	process=0
	for calls in $(tail -n 1 story); do
		number=${KILLED_FIRST:-1}
		while [ "$number" -le "$calls" ]; do
			echo "--- process $process, call $number" >"$transcript"
			apply_dies $process "$number" >story 2>&1
			recovers
			number=$((number + ${KILLED_STEP:-40}))
		done
		process=$((process + 1))
	done
	[ $process -gt 0 ] || fail "nobody was traced: $(cat story)"
}
