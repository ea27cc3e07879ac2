#!/bin/sh
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

before_each() {
	image
}

policy_of() {
	"$LINKBOX" inspect -f '{{ .HostConfig.RestartPolicy.Name }}:{{ .HostConfig.RestartPolicy.MaximumRetryCount }}' "$1"
}

is_in() {
	[ "$("$LINKBOX" inspect -f '{{ .State.Status }} {{ .State.ExitCode }} {{ .RestartCount }}' "$1")" = "$2" ]
}

marks() {
	(cd "$LINKBOX_STATE/containers" && find . -name stopped -o -name ended | sed 's,.*/,,' | sort | tr '\n' ' ')
}

test_changes_the_restart_policy_of_each() {
	linkbox create --name one busybox
	linkbox run -d --name two busybox
	linkbox update --restart on-failure:4 one two
	prints one two
	is "$(policy_of one) $(policy_of two)" 'on-failure:4 on-failure:4'
	linkbox container update --restart no two
	is "$(policy_of two)" no:0
	linkbox inspect -f '{{ .State.Status }}' two
	prints running
}

test_tells_one_that_runs() {
	linkbox run -d --name web busybox sh -c 'echo run; until [ -e /go ]; do sleep 0.02; done; exit 3'
	linkbox update --restart on-failure:2 web
	linkbox exec web touch /go
	eventually is_in web 'exited 3 2'
	linkbox logs web
	prints run run run
}

test_ends_the_restarts_of_one() {
	linkbox run -d --name web --restart always busybox sh -c 'exit 3'
	linkbox update --restart no web
	eventually has_exited web
}

test_leaves_the_rest_of_the_record_alone() {
	linkbox create --name web -e A=1 --label l=2 -p 80:80 busybox
	cp "$LINKBOX_STATE"/containers/*/record before
	linkbox update --restart always web
	linkbox update --restart no web
	sort before >sorted
	sort "$LINKBOX_STATE"/containers/*/record | works diff sorted -
}

test_what_stays_as_it_is_is_not_written() {
	linkbox create --name web --restart always busybox
	record=$(echo "$LINKBOX_STATE"/containers/*/record)
	before=$(stat -c '%i %z' "$record")
	linkbox update --restart always web
	is "$(stat -c '%i %z' "$record")" "$before"
}

# Stopped under no policy at all, it stays so under a new one.
test_one_that_was_stopped_by_hand_stays_away_at_boot() {
	linkbox run -d --name web busybox
	linkbox stop web
	is "$(marks)" ''
	linkbox update --restart unless-stopped web
	is "$(marks)" 'stopped '
	linkbox run --name job busybox true
	linkbox update --restart on-failure job
	is "$(marks)" 'ended stopped '
}

test_refuses_in_dockers_words() {
	linkbox create --name web busybox
	linkbox run -d --rm --name brief busybox
	fails_with 1 docker update web
	says 'you must provide one or more flags when using this command'
	fails_with 1 docker update --restart on-failure:x web
	says 'maximum retry count must be an integer'
	fails_with 1 docker update --restart sometimes web
	says "Error response from daemon: invalid restart policy 'sometimes'"
	fails_with 1 docker update --restart always ghost web
	says 'Error response from daemon: No such container: ghost'
	prints web
	id=$(ask inspect -f '{{ .Id }}' brief)
	fails_with 1 docker update --restart always brief
	says "Error response from daemon: Cannot update container $id: Restart policy cannot be updated because AutoRemove is enabled for the container"
}

test_one_that_is_removed_meanwhile_does_not_come_back() {
	for number in 1 2 3 4 5 6 7 8; do
		linkbox create --name web busybox
		"$LINKBOX" update --restart always web >updated 2>&1 &
		linkbox rm web
		wait $! || :
		is "$(ls "$LINKBOX_STATE/containers")" ''
	done
}
