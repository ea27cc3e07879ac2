#!/bin/sh
# --restart: who runs again by itself, when, and who ends that.
#
#   RESTARTS=1000 sh tests/restart_policy.t    as many by one monitor
seconds=${RESTARTS:+1800}
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

before_each() {
	image
}

# state NAME: "restarting 3 2": its state, exit status and number of restarts
state() {
	"$LINKBOX" inspect -f '{{ .State.Status }} {{ .State.ExitCode }} {{ .RestartCount }}' "$1"
}

is_in() {
	[ "$(state "$1")" = "$2" ]
}

has_restarted() {
	[ "$("$LINKBOX" inspect -f '{{ .RestartCount }}' "$1")" -ge "$2" ]
}

# crashing NAME POLICY [OPTION...]: a container that fails each time, and is now between two runs
crashing() {
	name=$1 policy=$2
	shift 2
	linkbox run -d --name "$name" --restart "$policy" "$@" busybox sh -c 'exit 3'
	eventually has_restarted "$name" 3
	eventually restarting "$name"
}

restarting() {
	[ "$(state_of "$1")" = restarting ]
}

marks() {
	(cd "$LINKBOX_STATE/containers" && find . -name stopped -o -name ended | sed 's,.*/,,' | sort | tr '\n' ' ')
}

test_on_failure_restarts_so_many_times() {
	linkbox run -d --name job --restart on-failure:3 busybox sh -c 'echo run; exit 3'
	eventually is_in job 'exited 3 3'
	linkbox logs job
	prints run run run run
	linkbox inspect -f '{{ json .HostConfig.RestartPolicy }}' job
	prints '{"Name":"on-failure","MaximumRetryCount":3}'
}

test_on_failure_leaves_a_success_alone() {
	linkbox run -d --name job --restart on-failure busybox sh -c 'echo run; test -e /again && exit 0; touch /again; exit 1'
	eventually is_in job 'exited 0 1'
	linkbox logs job
	prints run run
}

test_always_restarts_a_success_too() {
	linkbox run -d --name web --restart always busybox sh -c 'echo run'
	eventually has_restarted web 2
}

# Its pauses double: sooner or later each of these falls into one.
test_between_two_runs_it_is_restarting() {
	crashing web always -p 8080:80
	eventually is_listed
	eventually is_inspected
	eventually is_refused 'Error response from daemon: Container [0-9a-f]{64} is restarting, wait until the container is running' exec web true
	eventually is_refused 'Error response from daemon: You cannot remove a restarting container [0-9a-f]{64}\. Stop the .*' rm web
	eventually is_refused 'You cannot attach to a restarting container, wait until it is running' attach web
}

is_listed() {
	linkbox ps --filter status=restarting --format '{{ .Names }} {{ .Status }}{{ .Ports }}'
	prints_like 'web Restarting \(3\) .* ago'
}

is_inspected() {
	linkbox inspect -f '{{ .State.Running }} {{ .State.Restarting }} {{ .State.Pid }} {{ .NetworkSettings.IPAddress }}' web
	prints 'true true 0 '
}

is_refused() {
	wanted_words=$1
	shift
	fails_with 1 docker "$@"
	like "$(cat "$stderr")" "$wanted_words"
}

test_stop_ends_it() {
	crashing web always
	linkbox stop web
	like "$(state web)" 'exited (3|137) .*'
	eventually only_monitors_of_what_runs
	is "$(marks)" 'stopped '
	linkbox start web
	is "$(marks)" ''
	eventually restarting web
}

test_kill_ends_it() {
	crashing web unless-stopped
	linkbox kill web
	like "$(state web)" 'exited (3|137) .*'
	is "$(marks)" 'stopped '
}

test_rm_by_force_ends_it() {
	crashing web unless-stopped
	linkbox rm -f web
	linkbox ps -aq
	prints
}

test_restart_begins_anew() {
	linkbox run -d --name web --restart always busybox sh -c 'test -e /go && exec sleep 100000; exit 3'
	eventually has_restarted web 3
	touch "$(echo "$LINKBOX_STATE"/containers/*/upper)/go"
	linkbox restart web
	is "$(state web)" 'running 0 0'
	is "$(marks)" ''
}

test_stop_of_one_that_runs_is_the_end() {
	linkbox run -d --name web --restart always busybox
	linkbox stop web
	is "$(state web)" 'exited 137 0'
	linkbox run -d --name web2 --restart always busybox
	linkbox kill web2
	is "$(state web2)" 'exited 137 0'
	is "$(marks)" 'stopped stopped '
}

test_death_from_outside_is_not() {
	linkbox run -d --name web --restart unless-stopped busybox
	before=$(pid_of web)
	kill -9 "$before"
	eventually runs_anew
	is "$(marks)" ''
}

runs_anew() {
	is_in web 'running 0 1' && [ "$(pid_of web)" != "$before" ]
}

test_only_those_with_a_policy_are_marked() {
	linkbox run -d --name web busybox
	linkbox stop web
	linkbox run -d --name job --restart on-failure busybox true
	eventually is_in job 'exited 0 0'
	is "$(marks)" 'ended '
}

test_refuses_in_dockers_words() {
	for_each() {
		fails_with 125 docker run --restart "$1" busybox true
		says "docker: $2." "See 'docker run --help'."
	}
	for_each on-failure:x 'maximum retry count must be an integer'
	for_each on-failure:1:2 'invalid restart policy format'
	for_each on-failure:-1 'Error response from daemon: maximum retry count cannot be negative'
	for_each always:2 "Error response from daemon: maximum retry count cannot be used with restart policy 'always'"
	for_each sometimes "Error response from daemon: invalid restart policy 'sometimes'"
	fails_with 125 docker run --rm --restart always busybox true
	says 'docker: Conflicting options: --restart and --rm.' "See 'docker run --help'."
	linkbox run --rm --restart no busybox true
}

test_an_attached_run_returns_at_the_first_end() {
	fails_with 3 run --name job --restart on-failure:1 busybox sh -c 'echo run; exit 3'
	prints run
	eventually is_in job 'exited 3 1'
}

test_logs_follow_to_the_end_of_a_run() {
	linkbox run -d --name web --restart always busybox sh -c 'echo run; until [ -e /go ]; do sleep 0.02; done; exit 3'
	"$LINKBOX" logs -f web >followed &
	eventually grep run followed
	linkbox exec web touch /go
	wait $!
	is "$(cat followed)" run
}

test_wait_returns_at_the_next_end() {
	crashing web always
	linkbox wait web
	prints 3
	eventually restarting web
	linkbox wait web
	prints 3
}

test_input_for_one_run_does_not_reach_the_next() {
	{
		echo first
		eventually has_restarted web 1
		echo second
	} | "$LINKBOX" run -i --name web --restart on-failure:1 busybox sh -c 'head -n 1; test -e /again && exit 0
		touch /again; exit 3' >said || :
	is "$(cat said)" first
	linkbox rm -f web
}

# It keeps its address, its ports, and its consumers' way to it.
test_a_source_is_reached_again() {
	linkbox run -d --name db --restart always -p 8080:5432 --expose 5432 busybox serve 'rows of db' 5432
	linkbox run -d --name web --link db busybox
	before=$(address db)
	eventually connects web "$before" 5432
	kill -9 "$(pid_of db)"
	eventually has_restarted db 1
	eventually connects web "$before" 5432
	is "$(address db)" "$before"
	eventually answers 127.0.0.1:8080 'rows of db'
}

test_a_consumer_restarts_while_its_source_restarts() {
	linkbox run -d --name db --restart always busybox sh -c 'test -e /crash && exit 3; exec sleep 100000'
	linkbox run -d --name web --restart always --link db busybox
	linkbox exec db touch /crash
	kill -9 "$(pid_of db)"
	eventually has_restarted db 4
	kill -9 "$(pid_of web)"
	eventually is_in web 'running 0 1'
	linkbox exec web env
	shows '^DB_NAME=/web/db$'
}

test_gives_up_where_the_source_is_gone() {
	linkbox run -d --name db busybox
	linkbox run -d --name web --restart always --link db busybox sh -c 'until [ -e /go ]; do sleep 0.02; done; exit 3'
	linkbox stop db
	linkbox exec web touch /go
	eventually has_exited web
	linkbox inspect -f '{{ .State.Status }} {{ .State.ExitCode }} {{ .State.Error }}' web
	prints 'exited 3 Cannot link to a non running container: /db AS /web/db'
	is "$(marks)" ''
	eventually only_monitors_of_what_runs
}

# The monitor holds them, whoever wants them while it pauses.
test_keeps_its_host_ports_between_two_runs() {
	crashing web always -p 8080:80 -p 9000-9016:9000-9016/udp
	refuses run -d --name other -p 8080:80 busybox
	warns 'port is already allocated by container web'
	linkbox rm -f other
	refuses run -d --name other -p 9003:9003/udp busybox
	warns 'port is already allocated by container web'
}

test_a_removed_link_stays_removed() {
	linkbox run -d --name db --expose 5432 busybox serve 'rows of db' 5432
	linkbox run -d --name web --restart always --link db busybox
	eventually connects web "$(address db)" 5432
	linkbox rm --link /web/db
	kill -9 "$(pid_of web)"
	eventually is_in web 'running 0 1'
	linkbox exec web env
	lacks '^DB_'
	not connects web "$(address db)" 5432
}

test_a_terminal_is_made_anew() {
	linkbox run -dt --name web --restart always busybox sh -c 'tty; until [ -e /go ]; do sleep 0.02; done; exit 3'
	linkbox exec web touch /go
	eventually has_restarted web 2
	eventually is "$("$LINKBOX" logs web | sort -u | tr -d '\r')" /dev/pts/0
}

test_a_killed_monitor_ends_it_until_the_next_start() {
	linkbox run -d --name web --restart always -p 8080:80 busybox
	kill_monitor web
	is "$(state web)" 'exited 137 0'
	linkbox run -d --name other -p 8080:80 busybox
	linkbox rm -f other
	linkbox start web
	eventually is_in web 'running 0 0'
	linkbox rm -f web
	crashing web always -p 8080:80
	kill -9 "$(pgrep -of '^linkbox monitor')"
	eventually has_exited web
	like "$(state web)" 'exited 137 .*'
	linkbox run -d --name other -p 8080:80 busybox
	is "$(marks)" ''
}

test_says_when_the_wish_to_stay_away_can_not_be_kept() {
	linkbox run -d --name web --restart unless-stopped busybox
	mount --bind "$LINKBOX_STATE" "$LINKBOX_STATE"
	mount -o remount,bind,ro "$LINKBOX_STATE"
	fails_with 1 stop web
	like "$(cat "$stderr")" 'linkbox: note that [0-9a-f]{12} is stopped: Read-only file system'
	is "$(state_of web)" exited
}

# As init does when the machine goes down: it is up again after the next boot.
test_a_monitor_that_is_asked_to_end_leaves_no_mark() {
	linkbox run -d --name web --restart unless-stopped busybox
	kill -TERM "$(pgrep -of '^linkbox monitor')"
	eventually has_exited web
	is "$(state web)" 'exited 137 0'
	crashing job unless-stopped
	kill -TERM "$(pgrep -of '^linkbox monitor')"
	eventually has_exited job
	is "$(marks)" ''
}

# --- many restarts ------------------------------------------------------------------------------

# What one monitor and the machine have of it, where it doesn't matter which run it is.
possessions() {
	readlink "/proc/$monitor"/fd/* | sed 's/[0-9]\{3,\}/N/' | sort
	grep -E '^(VmData|VmStk|Threads)' "/proc/$monitor/status"
	traces
}

same_possessions() {
	possessions >"$box/after"
	diff -u "$box/before" "$box/after"
}

# Without the pauses, which would take an hour: strace has their timer fail.
test_many_restarts_leave_nothing() {
	command -v strace >/dev/null || skip 'needs strace'
	needs_static 'the memory of the monitor'
	linkbox run -d --name db --expose 5432 busybox
	linkbox run -d --name web --restart always --link db -p 8080:80 -p 9000-9016:9000-9016/udp busybox \
		sh -c 'if [ -e /hold ]; then echo held; exec sleep 100000; fi; echo run; exit 3'
	monitor=$(pgrep -of "^linkbox monitor $(ask inspect -f '{{ .Id }}' web)")
	hold=$LINKBOX_STATE/containers/$(ask inspect -f '{{ .Id }}' web)/upper/hold
	touch "$hold"
	eventually holds_on
	possessions >"$box/before"
	strace -qq -o calls -e trace=timerfd_settime,brk,mmap,munmap,mremap -e inject=timerfd_settime:error=EINVAL -p "$monitor" &
	eventually is_traced
	linkbox exec web rm /hold
	kill -9 "$(pid_of web)"
	for number in $(seq 50 50 "${RESTARTS:-50}"); do
		eventually has_restarted web "$number"
	done
	touch "$hold"
	eventually holds_on
	kill $!
	wait $! || :
	eventually same_possessions
	works grep -q ^timerfd_settime calls
	not grep -E '^(brk|m)' calls
	linkbox stop web
}

holds_on() {
	[ "$("$LINKBOX" logs web | tail -n 1)" = held ] && [ "$(state_of web)" = running ]
}

is_traced() {
	! grep -q 'TracerPid:	0' "/proc/$monitor/status"
}
