#!/bin/sh
# events: what is noted of what happens, shown, filtered and followed.
#
# SPDX-License-Identifier: MIT
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

# noted: every event of the file, as "type action (attributes)", without ids.
noted() {
	sed -E 's/^[0-9]+\t[0-9]+\t//; s/[0-9a-f]{64}/ID/g' "$LINKBOX_RUN/events" | tr '\t' ' '
}

# happened LINE...: just these, in this order, since the last forget
happened() {
	lines "$@" >"$box/wanted"
	eventually noted_is_wanted
}

noted_is_wanted() {
	noted | diff -u "$box/wanted" -
}

forget() {
	: >"$LINKBOX_RUN/events"
}

test_the_life_of_a_container_is_noted_in_dockers_words_and_order() {
	image
	forget
	linkbox run -d --name db -l colour=blue busybox
	linkbox restart db
	linkbox stop db
	linkbox rename db store
	linkbox rm store
	db='name=db image=busybox colour=blue'
	net='container=ID name=bridge type=bridge'
	happened "container create ID $db" "network connect ID $net" "container start ID $db" \
		"container kill ID signal=9 $db" "container die ID exitCode=137 $db" "network disconnect ID $net" \
		"container stop ID $db" "network connect ID $net" "container start ID $db" "container restart ID $db" \
		"container kill ID signal=9 $db" "container die ID exitCode=137 $db" "network disconnect ID $net" \
		"container stop ID $db" "container rename ID oldName=/db name=store image=busybox colour=blue" \
		"container destroy ID name=store image=busybox colour=blue"
}

test_images_volumes_and_commands_are_noted_too() {
	image
	linkbox run -d --name db -v data:/data busybox
	forget
	linkbox exec db true
	linkbox tag busybox other
	linkbox rmi other
	linkbox rm -f db
	linkbox volume rm data
	db='name=db image=busybox'
	happened "container exec_create: true  ID execID=ID $db" "container exec_start: true  ID execID=ID $db" \
		"container exec_die ID execID=ID exitCode=0 $db" \
		'image tag sha256:ID name=other:latest' 'image untag sha256:ID name=sha256:ID' \
		"container kill ID signal=9 $db" "container die ID exitCode=137 $db" \
		'network disconnect ID container=ID name=bridge type=bridge' 'volume unmount data container=ID driver=local' \
		"container destroy ID $db" 'volume destroy data driver=local'
}

test_a_container_whose_monitor_was_killed_is_noted_as_dead_by_who_finds_it() {
	image
	linkbox run -d --name db busybox
	kill_monitor db
	forget
	linkbox start db
	happened 'container die ID exitCode=137 name=db image=busybox' 'network disconnect ID container=ID name=bridge type=bridge' \
		'network connect ID container=ID name=bridge type=bridge' 'container start ID name=db image=busybox'
}

test_a_container_that_does_not_end_in_time_is_killed() {
	image busybox -c 'CMD ["sleep", "100000"]'
	linkbox run -d --name db busybox
	forget
	linkbox stop -t 0 db
	db='name=db image=busybox'
	happened "container kill ID signal=15 $db" "container kill ID signal=9 $db" "container die ID exitCode=137 $db" \
		'network disconnect ID container=ID name=bridge type=bridge' "container stop ID $db"
}

test_a_restart_by_policy_is_a_new_start() {
	image
	forget
	linkbox run -d --name db --restart on-failure:1 busybox sh -c 'exit 3'
	db='name=db image=busybox'
	net='container=ID name=bridge type=bridge'
	happened "container create ID $db" "network connect ID $net" "container start ID $db" "container die ID exitCode=3 $db" \
		"network disconnect ID $net" "network connect ID $net" "container start ID $db" \
		"container die ID exitCode=3 $db" "network disconnect ID $net"
}

test_a_start_that_fails_is_no_start() {
	image
	forget
	fails_with 127 run --name db busybox nosuch
	db='name=db image=busybox'
	happened "container create ID $db" "container attach ID $db" 'network connect ID container=ID name=bridge type=bridge' \
		'network disconnect ID container=ID name=bridge type=bridge'
}

# past ARGUMENT...: what was noted until now
past() {
	linkbox events --until 0s "$@"
}

test_prints_dockers_line() {
	image
	forget
	linkbox create --name db -l b=2 -l a=1 busybox
	id=$(cat "$stdout")
	TZ=XXX-2
	export TZ
	past
	prints_like "20..-..-..T..:..:..[.][0-9]{9}[+]02:00 container create $id [(]a=1, b=2, image=busybox, name=db[)]"
	TZ=UTC
	past
	prints_like "20..-..-..T..:..:..[.][0-9]{9}Z container create $id .*"
}

test_prints_json_and_what_a_template_asks_for() {
	image
	forget
	linkbox create --name db busybox
	id=$(cat "$stdout")
	past --format json
	prints_like "[{]\"status\":\"create\",\"id\":\"$id\",\"from\":\"busybox\",\"Type\":\"container\",\"Action\":\"create\",\
\"Actor\":[{]\"ID\":\"$id\",\"Attributes\":[{]\"image\":\"busybox\",\"name\":\"db\"[}][}],\"scope\":\"local\",\
\"time\":[0-9]{10},\"timeNano\":[0-9]{19}[}]"
	past --format '{{.Status}} {{.Actor.ID}} {{.Actor.Attributes.name}} {{.Scope}}'
	prints "create $id db local"
	fails_with 64 docker events --format '{{.Name}}'
	says 'Error parsing format: template: :1:2: executing "" at <.Name>: can'\''t evaluate field Name in type *events.Message'
}

# finds FILTER... : words "type action" of what passes them
finds() {
	wanted=$1
	shift
	past --format '{{.Type}}.{{.Action}}' "$@"
	is "$(tr '\n' ' ' <"$stdout" | sed 's/ $//')" "$wanted"
}

test_filters_as_docker_does() {
	image
	forget
	linkbox create --name main -l colour=blue busybox
	linkbox create --name web busybox
	linkbox rm main
	linkbox tag busybox other
	linkbox volume create store
	finds 'container.create container.destroy' -f container=main
	finds 'container.create container.destroy' -f container=ma
	finds 'container.create container.create container.destroy' -f container=main -f container=web
	finds 'container.create container.destroy' -f label=colour=blue
	finds '' -f label=colour=red
	finds '' -f label=colour -f label=size
	finds 'container.destroy' -f event=destroy
	finds '' -f event=destroy -f type=image
	finds 'image.tag' -f type=image
	finds 'container.create container.create container.destroy' -f image=busybox
	finds 'image.tag' -f image=other
	finds 'volume.create' -f volume=store
	finds '' -f scope=swarm
	fails_with 125 docker events -f nonsense
}

test_an_exec_is_found_without_its_words() {
	image
	linkbox run -d --name db busybox
	forget
	linkbox exec db true
	finds 'container.exec_create: true ' -f event=exec_create
	finds 'container.exec_die' -f event=exec_die
}

# follow ARGUMENT...: in the background, into $box/followed
follow() {
	"$LINKBOX" events "$@" >"$box/followed" 2>"$box/follow.errors" 9>&- &
	follower=$!
}

followed() {
	diff -u - "$box/followed" <"$box/wanted"
}

test_follows_without_losing_what_is_between() {
	image
	forget
	linkbox create --name db busybox
	follow --since 1h --format '{{.Action}} {{.Actor.Attributes.name}}'
	for name in one two three; do
		linkbox rename db $name
		linkbox rename $name db
	done
	lines 'create db' 'rename one' 'rename db' 'rename two' 'rename db' 'rename three' 'rename db' >"$box/wanted"
	eventually followed
	kill $follower
	status=0
	wait $follower || status=$?
	is $status 143
}

test_follows_until_the_time_that_was_given() {
	image
	linkbox events --until -0.2s --since 0s
	prints
	follow --until -1000s --since 1h
	kill -0 $follower
	kill $follower
}

test_ends_when_nobody_reads_it_any_more() {
	image
	linkbox create --name db busybox
	works timeout 10 sh -c '"$LINKBOX" events --since 1h | head -n 1'
}

test_refuses_times_as_docker_does() {
	fails_with 1 docker events --since bad
	says 'failed to parse value as time or duration: "bad"'
	fails_with 1 docker events --since 10 --until 1
	says 'Error response from daemon: `since` time (10) cannot be after `until` time (1)'
	fails_with 1 docker events --since 2020-01-01T00:00:00Z --until 2019-01-01T00:00:00Z
	says 'Error response from daemon: `since` time (1577836800.000000000) cannot be after `until` time (1546300800.000000000)'
}

# noted_by_hand SECONDS_AGO WALL_SECONDS ID: an event of a clock that was set since
noted_by_hand() {
	read -r up rest </proc/uptime
	printf '%s000000000\t%s000000000\tvolume\tcreate\t%s\tdriver=local\n' "$((${up%.*} - $1))" "$2" "$3" >>"$LINKBOX_RUN/events"
}

test_a_clock_that_is_set_changes_no_order_and_no_age() {
	image
	forget
	noted_by_hand 60 4102444800 tomorrow
	noted_by_hand 40 5 once
	noted_by_hand 20 1795000000 today
	past --format '{{.Actor.ID}}'
	prints tomorrow once today
	past --since 30s --format '{{.Actor.ID}}'
	prints today
	past --since 50s --format '{{.Actor.ID}}'
	prints once today
	linkbox events --since 1 --until 1795000001 --format '{{.Actor.ID}}'
	prints once today
}

test_two_small_files_are_kept_and_may_be_removed() {
	image
	rm "$LINKBOX_RUN/events"
	linkbox create --name db busybox
	past --format '{{.Action}}'
	prints create
	chmod 0 "$LINKBOX_RUN/events"
	rm "$LINKBOX_RUN/events"
	mkdir "$LINKBOX_RUN/events"
	linkbox rename db web
	linkbox rm web
}
