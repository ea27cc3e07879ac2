#!/bin/sh
# What a container has written, as `logs` shows it.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

before_each() {
	image
}

# wrote NAME SCRIPT: a container of that name has run the script to its end
wrote() {
	call "$LINKBOX" run --name "$1" busybox sh -c "$2"
}

ended() {
	[ "$(state_of "$1")" = exited ]
}

# on_a_terminal COMMAND: what a terminal would show of it, without the returns that it adds
on_a_terminal() {
	script -qec "$1" /dev/null </dev/null | tr -d '\r' >"$stdout"
}

test_keeps_the_streams_apart() {
	wrote web 'echo one; echo bad >&2; echo two'
	linkbox logs web
	prints one two
	says bad
}

test_needs_no_running_container_and_no_name() {
	wrote web 'echo one'
	linkbox logs "$(ask ps -aq)"
	prints one
	linkbox create --name new busybox
	linkbox logs new
	says_nothing
	linkbox logs -f new
	says_nothing
}

test_goes_on_over_restarts() {
	wrote web 'echo again'
	linkbox start -a web
	linkbox logs web
	prints again again
}

test_a_last_line_without_newline_stays_so() {
	wrote web 'printf "one\ntwo"'
	linkbox logs web
	is "$(od -An -c "$stdout" | tr -d ' \n')" 'one\ntwo'
}

test_tail_shows_the_last_lines() {
	wrote web 'echo 1; echo 2; echo 3; printf 4'
	linkbox logs --tail 2 web
	is "$(cat "$stdout")" '3
4'
	linkbox logs -n 1 web
	is "$(cat "$stdout")" 4
	linkbox logs --tail 0 web
	prints
	for all in all -1 junk 100; do
		linkbox logs --tail=$all web
		is "$(wc -l <"$stdout")" 3
	done
}

test_t_says_when_each_line_was_written() {
	wrote web 'echo one; sleep 1.1; echo two'
	linkbox logs -t web
	prints_like '20[0-9-]{8}T[0-9:]{8}\.[0-9]{9}Z one' '20[0-9-]{8}T[0-9:]{8}\.[0-9]{9}Z two'
	isnt "$(sed -n '1s/\..*//p' "$stdout")" "$(sed -n '2s/\..*//p' "$stdout")"
}

test_since_and_until_take_moments_and_durations() {
	wrote web 'echo one; sleep 1.2; echo two'
	linkbox logs -t web
	second=$(sed -n '2s/ .*//p' "$stdout")
	for moment in "$second" "$(date -d "$second" +%s.%N)" "$(date -d "$second" +%Y-%m-%dT%H:%M:%S.%N%:z)"; do
		linkbox logs --since "$moment" web
		prints two
	done
	linkbox logs --until "$(date -d "$second - 1 second" +%s.%N)" web
	prints one
	linkbox logs --since 1h30m --until 2020-01-02 web
	prints
	linkbox logs --since 2020-01-02T03:04 --until 0s web
	prints one two
	linkbox logs --since 10ms web
	prints
}

test_refuses_a_moment_that_is_none() {
	fails_with 1 logs --since bad web
	says 'linkbox: invalid value for "since": failed to parse value as time or duration: "bad"'
	fails_with 1 docker logs --until 5parsecs web
	says 'invalid value for "until": failed to parse value as time or duration: "5parsecs"'
}

test_refuses_a_container_that_is_not_there() {
	fails_with 1 logs ghost
	says 'linkbox: No such container: ghost'
	fails_with 1 docker logs ghost
	says 'Error: No such container: ghost'
}

test_f_shows_new_lines_until_the_container_ends() {
	linkbox run -d --name web busybox sh -c 'echo one; while [ ! -e /go ]; do sleep 0.05; done; echo two; echo bad >&2; sleep 0.2; printf end'
	"$LINKBOX" logs -f web >out 2>err &
	client=$!
	eventually grep -x one out
	linkbox exec web touch /go
	eventually grep -x two out
	works wait $client
	is "$(cat out err)" 'one
two
endbad'
}

test_f_with_tail_begins_at_the_end() {
	linkbox run -d --name web busybox sh -c 'echo one; echo two; while [ ! -e /go ]; do sleep 0.05; done; echo three'
	eventually logged web two
	"$LINKBOX" logs -f --tail 1 web >out &
	client=$!
	eventually grep -x two out
	linkbox exec web touch /go
	works wait $client
	is "$(cat out)" 'two
three'
}

test_f_ends_when_the_monitor_was_killed() {
	linkbox run -d --name web busybox sh -c 'echo one; sleep 1000'
	"$LINKBOX" logs -f web >out &
	client=$!
	eventually grep -x one out
	kill -KILL "$(pgrep -of "monitor $(ask inspect -f '{{ .Id }}' web)")"
	works wait $client
}

test_f_survives_the_turning_over_of_files() {
	linkbox run -d --name web busybox sh -c 'echo ready; while [ ! -e /go ]; do sleep 0.05; done; seq 1 150000 | while read -r n; do echo "line $n"; done'
	"$LINKBOX" logs -f web >out &
	client=$!
	eventually grep -x ready out
	linkbox exec web touch /go
	works wait $client
	is "$(wc -l <out)" 150001
	is "$(tail -n 1 out)" 'line 150000'
	is "$(sort -u out | wc -l)" 150001
}

test_holds_no_more_than_1_MiB_however_much_is_written() {
	linkbox run -d --name web busybox sh -c 'yes abcdefghijklmnopqrstuvwxyz | head -c 20000000; echo; echo end'
	eventually ended web
	linkbox logs web
	is "$(tail -n 1 "$stdout")" end
	works [ "$(wc -c <"$stdout")" -gt 500000 ]
	works [ "$(cat "$LINKBOX_RUN"/running/*/log "$LINKBOX_RUN"/running/*/log.1 | wc -c)" -le 1048576 ]
	linkbox logs --tail 3 web
	is "$(sed -n '1p;3p' "$stdout")" 'abcdefghijklmnopqrstuvwxyz
end'
}

test_a_container_that_writes_as_fast_as_it_can_keeps_its_monitor_small() {
	linkbox run -d --name web busybox yes
	monitor=$(pgrep -of "monitor $(ask inspect -f '{{ .Id }}' web)")
	eventually [ -e "$LINKBOX_RUN/running/$(ask inspect -f '{{ .Id }}' web)/log.1" ]
	before=$(awk '/^VmRSS/ { print $2 }' "/proc/$monitor/status")
	sleep 1
	is "$(awk '/^VmRSS/ { print $2 }' "/proc/$monitor/status")" "$before"
	linkbox kill web
}

test_long_lines_and_binary_survive() {
	head -c 200000 /dev/urandom >input
	call "$LINKBOX" run --name web -i busybox cat <input
	linkbox logs web
	works cmp input "$stdout"
	wrote long 'head -c 300000 /dev/zero | tr "\0" x; echo; echo end'
	linkbox logs --tail 2 -t long
	is "$(wc -l <"$stdout")" 2
	is "$(head -n 1 "$stdout" | tr -cd x | wc -c)" 300000
}

test_on_a_terminal_control_characters_are_shown() {
	wrote web 'printf "\033[31mred\033[0m\ttab\033]0;title\007 \033[2Jx\033[?25l\177\302\233H caf\303\251\n"'
	on_a_terminal "$LINKBOX logs web"
	is "$(cat "$stdout")" "$(printf '\033[31mred\033[0m\ttab^[]0;title^G ^[[2Jx^[[?25l^?^[[H caf\303\251')"
}

test_into_a_pipe_and_with_t_nothing_is_changed() {
	wrote web 'printf "\033[2Jx\007\n"'
	linkbox logs web
	is "$(cat "$stdout")" "$(printf '\033[2Jx\007')"
	on_a_terminal "$LINKBOX logs -t web"
	is "$(sed 's/^[^ ]* //' "$stdout")" "$(printf '\033[2Jx\007')"
	call "$LINKBOX" run --name tty -t busybox printf '\033[2Jx\007\n'
	on_a_terminal "$LINKBOX logs tty"
	is "$(cat "$stdout")" "$(printf '\033[2Jx\007')"
}

test_without_room_the_oldest_lines_are_lost_and_never_the_container() {
	mount -t tmpfs -o size=700k tmpfs "$LINKBOX_RUN"
	linkbox run -d --name web busybox sh -c 'seq 1 200000; echo end; touch /done; exec sleep 1000'
	eventually "$LINKBOX" exec web ls /done
	eventually logged web end
	is "$(state_of web)" running
	linkbox logs --tail 3 web
	prints 199999 200000 end
}

test_is_called_four_ways() {
	wrote web 'echo one'
	four_ways logs web
}

test_details_are_none_and_a_space() {
	image
	linkbox run --name web busybox sh -c 'echo one; echo two'
	linkbox logs --details web
	prints ' one' ' two'
	linkbox logs -t --details web
	prints_like '[0-9TZ:.-]{30}  one' '[0-9TZ:.-]{30}  two'
}
