#!/bin/sh
# shutdown: all that runs is ended, in order, and comes back at the next boot.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

before_each() {
	image
}

nobody_runs() {
	! pgrep -f '^linkbox monitor'
}

# ended NAME...: just these were, in any order
ended() {
	is "$(sort "$stdout" | tr '\n' ' ')" "$(printf '%s\n' "$@" | sort | tr '\n' ' ')"
}

# careful NAME [OPTION...]: notes its name when it is asked to end, and takes a moment
careful() {
	name=$1
	shift
	mkdir -p notes
	linkbox run -d --name "$name" -v "$PWD/notes:/notes" --stop-signal TERM "$@" busybox sh -c \
		"trap 'echo $name asked >>/notes/all; sleep 0.1; echo $name ended >>/notes/all; exit' TERM; echo ready; while :; do sleep 0.02; done"
	eventually logged "$name" ready
}

test_nothing_runs_afterwards_and_nothing_is_left() {
	linkbox run --rm busybox true
	remember_traces
	linkbox run -d --name db --expose 80 busybox
	linkbox run -d --name web --link db -p 8080:80 busybox
	linkbox run -d --rm --name passing busybox
	linkbox run -d --name keeps --restart always busybox
	linkbox shutdown
	ended db web passing keeps
	eventually nobody_runs
	is "$(state_of db) $(state_of web) $(state_of keeps)" 'exited exited exited'
	linkbox ps -aq --filter name=passing
	prints
	linkbox rm db web keeps
	leaves_no_trace
}

test_with_nothing_running_it_is_silent() {
	linkbox create --name db busybox
	linkbox shutdown
	says_nothing
}

test_consumers_end_before_their_sources_are_asked() {
	careful db --expose 80
	careful web --link db --expose 80
	careful site --link web
	linkbox shutdown
	prints site web db
	is "$(tr '\n' ' ' <notes/all)" 'site asked site ended web asked web ended db asked db ended '
}

test_those_who_are_not_linked_are_asked_at_once() {
	for name in one two three; do
		linkbox run -d --name $name --stop-signal TERM busybox sh -c \
			"trap 'echo asked; until [ -e /go ]; do sleep 0.02; done; exit' TERM; echo ready; while :; do sleep 0.02; done"
		eventually logged $name ready
	done
	"$LINKBOX" shutdown >said &
	for name in one two three; do
		eventually logged $name asked
	done
	for name in three one two; do
		"$LINKBOX" exec $name touch /go || : # which goes with it
	done
	wait $!
	is "$(sort said | tr '\n' ' ')" 'one three two '
}

test_who_does_not_end_is_killed_after_the_time_given() {
	linkbox run -d --name web --stop-signal TERM busybox
	linkbox run -d --name db --stop-signal TERM busybox
	linkbox shutdown -t 1
	ended web db
	linkbox inspect -f '{{ .State.ExitCode }}' web db
	prints 137 137
}

test_the_containers_own_time_counts_without_t() {
	linkbox run -d --name web --stop-signal TERM --stop-timeout 0 busybox
	linkbox shutdown
	prints web
}

test_what_was_up_comes_up_at_the_next_boot() {
	linkbox run -d --name db --restart unless-stopped --expose 80 busybox
	linkbox run -d --name web --restart unless-stopped --link db busybox
	linkbox run -d --name always --restart always busybox
	linkbox run -d --name failing --restart on-failure busybox
	linkbox run -d --name stopped --restart unless-stopped busybox
	linkbox run -d --name plain busybox
	linkbox stop stopped
	linkbox shutdown
	ended db web always failing plain
	linkbox boot
	ended db web always failing
}

test_one_that_is_restarted_again_and_again_is_ended() {
	linkbox run -d --name loop --restart always busybox false
	eventually is_restarting loop
	linkbox shutdown
	prints loop
	eventually nobody_runs
	is "$(state_of loop)" exited
	linkbox boot
	prints loop
}

is_restarting() {
	[ "$(state_of "$1")" = restarting ]
}

test_one_that_waits_for_its_links_is_ended() {
	linkbox run -d --name db --expose 80 busybox
	"$LINKBOX" run -d --name web --link db --link-wait 60s busybox >said 2>&1 &
	eventually waiting web
	linkbox shutdown
	prints web db
	eventually nobody_runs
	! wait $!
	is "$(tail -n 1 said)" 'linkbox: Cannot link to /db AS /web/db: waited 60s for port 80/tcp: it was called off'
}

waiting() {
	[ "$(pgrep -fc "^linkbox monitor $("$LINKBOX" inspect -f '{{ .Id }}' "$1")")" = 3 ]
}

test_those_that_need_each_other_are_ended() {
	linkbox run -d --name db --expose 80 busybox
	linkbox run -d --name web --link db --expose 80 busybox
	linkbox rm -f db
	linkbox run -d --name db --link web --expose 80 busybox
	linkbox shutdown
	ended db web
}

test_one_whose_monitor_is_killed_meanwhile_has_ended() {
	linkbox run -d --name web --stop-signal TERM busybox sh -c \
		"trap 'echo asked' TERM; echo ready; while :; do sleep 0.02; done"
	eventually logged web ready
	"$LINKBOX" shutdown -t -1 >said &
	eventually logged web asked
	kill -9 "$(ps -o ppid= -p "$(pid_of web)" | tr -d ' ')"
	wait $!
	is "$(cat said)" web
}

test_several_at_a_time_all_end() {
	linkbox run -d --name db --expose 80 busybox
	linkbox run -d --name web --link db busybox
	for i in 1 2 3; do
		"$LINKBOX" shutdown >"said.$i" 2>&1 &
		eval "shutdown_$i=$!"
	done
	wait "$shutdown_1" && wait "$shutdown_2" && wait "$shutdown_3"
	eventually nobody_runs
}

test_one_that_is_killed_is_completed_by_the_next() {
	linkbox run -d --name db --expose 80 --restart always busybox
	linkbox run -d --name web --link db --restart always --stop-signal TERM busybox sh -c \
		"trap 'echo asked; until [ -e /go ]; do sleep 0.02; done; exit' TERM; echo ready; while :; do sleep 0.02; done"
	eventually logged web ready
	"$LINKBOX" shutdown >first &
	eventually logged web asked
	kill -9 $!
	"$LINKBOX" shutdown >second &
	"$LINKBOX" exec web touch /go || : # which goes with it
	wait $!
	is "$(tail -n 1 second)" db
	eventually nobody_runs
	linkbox boot
	prints db web
}
