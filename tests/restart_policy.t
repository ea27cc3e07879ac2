#!/bin/sh
# --restart: who runs again by itself, when, and who ends that.
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
