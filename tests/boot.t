#!/bin/sh
# boot: what comes back after the machine was switched on, and in which order.
seconds=240
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

before_each() {
	image
}

# switched_off: the power goes: no process of linkbox is left, nothing in RAM, no network
switched_off() {
	pkill -KILL -f '^linkbox monitor' || :
	eventually nobody_runs
	rm -rf "${LINKBOX_RUN:?}"
	eventually no_cable
	ip address flush dev lo scope global
	ip route flush table 172
	ip route flush table main
	ip rule | sed -n 's/^\([0-9]*\):.*lookup 172.*/\1/p' | while read -r rule; do ip rule del pref "$rule"; done
	nft flush ruleset
}

nobody_runs() {
	! pgrep -f '^linkbox monitor'
}

no_cable() {
	! ip -o link | grep -q ': lb'
}

# keeps NAME [OPTION...]: a container that is to run always
keeps() {
	name=$1
	shift
	linkbox run -d --name "$name" --restart always "$@" busybox
}

# booted NAME...: just these were, in any order
booted() {
	is "$(sort "$stdout" | tr '\n' ' ')" "$(printf '%s\n' "$@" | sort | tr '\n' ' ')"
}

# states NAME...
states() {
	for name; do
		state_of "$name"
	done | tr '\n' ' '
}

test_starts_what_its_policy_wants_to_run() {
	keeps one
	linkbox run -d --name two --restart unless-stopped busybox
	linkbox run -d --name three busybox
	linkbox run -d --name four --restart unless-stopped busybox
	linkbox stop four
	switched_off
	linkbox boot
	booted one two
	is "$(states one two three four)" 'running running exited exited '
}

test_with_nothing_to_start_it_is_silent() {
	linkbox boot
	says_nothing
	linkbox run -d --name one busybox
	switched_off
	linkbox boot
	says_nothing
}

test_sources_come_before_consumers() {
	# Ids are drawn: whatever the order on disk, one of these is against it.
	keeps one --expose 80
	keeps two --link one --expose 80
	keeps three --link two --expose 80
	keeps four --link three --link one
	switched_off
	linkbox boot
	prints one two three four
	is "$(states one two three four)" 'running running running running '
}

test_links_are_as_before() {
	linkbox run -d --name db --restart always --expose 5432 busybox serve 'rows of db' 5432
	linkbox run -d --name web --restart always --link db busybox sh -c 'env | grep ^DB_PORT=; exec sleep 10000'
	address=$(address db)
	switched_off
	linkbox boot
	prints db web
	is "$(address db)" "$address"
	eventually logged web "DB_PORT=tcp://$address:5432"
	eventually reads_rows
}

reads_rows() {
	[ "$("$LINKBOX" exec web wget -qO- http://db:5432/)" = 'rows of db' ]
}

test_the_owner_of_a_network_comes_before_those_who_share_it() {
	keeps owner
	for name in one two three; do
		keeps "$name" --net container:owner
	done
	switched_off
	linkbox boot
	is "$(head -n 1 "$stdout")" owner
	booted owner one two three
}

test_running_it_twice_changes_nothing() {
	keeps db --expose 80
	keeps web --link db
	switched_off
	linkbox boot
	prints db web
	"$LINKBOX" inspect db web >before
	linkbox boot
	booted db web
	"$LINKBOX" inspect db web | works diff before -
}

# Workers of a start may still be on their way out.
monitors_are() {
	[ "$(pgrep -fc '^linkbox monitor')" = "$1" ]
}

test_several_at_a_time_start_each_once() {
	for name in one two three four; do
		keeps "$name" --expose 80
		keeps "of-$name" --link "$name"
	done
	switched_off
	for i in 1 2 3; do
		"$LINKBOX" boot >"said.$i" 2>&1 &
	done
	wait
	for i in 1 2 3; do
		is "$(sort "said.$i" | tr '\n' ' ')" 'four of-four of-one of-three of-two one three two '
	done
	eventually monitors_are 8
}

test_those_that_run_already_are_sources_as_well() {
	keeps db --expose 80
	keeps web --link db
	switched_off
	linkbox start db
	linkbox boot
	booted db web
}

test_fifty_are_started() {
	for number in 1 2 3 4 5 6 7 8 9 10; do
		keeps "db$number" --expose 80
		for consumer in 1 2 3 4; do
			keeps "web$number.$consumer" --link "db$number"
		done
	done
	switched_off
	linkbox boot
	is "$(wc -l <"$stdout")" 50
	eventually monitors_are 50
}

# --- trouble

test_one_that_fails_is_said_and_the_others_start() {
	linkbox run -d --name bad --restart always -v "$PWD/gone:/data" busybox
	keeps one
	keeps port -p 8080:80
	switched_off
	rmdir gone
	touch gone
	nc -l -p 8080 &
	eventually listening 8080
	fails_with 1 boot
	booted one
	warns 'linkbox: port: Bind for 0.0.0.0:8080 failed'
	warns 'linkbox: bad: mount /data: '
	is "$(wc -l <"$stderr")" 2
	is "$(state_of one)" running
}

test_one_that_ran_before_and_can_not_be_started_has_exited() {
	keeps web -p 8080:80
	linkbox create --name new --restart always -p 8080:80 busybox
	switched_off
	nc -l -p 8080 &
	eventually listening 8080
	refuses boot
	is "$(state_of web)" exited
	is "$(state_of new)" created
	refuses start new
	is "$(state_of new)" created
}

test_consumers_of_one_that_failed_are_told_why_they_do_not_start() {
	keeps db --expose 80 -p 8080:80
	keeps web --link db --expose 80
	keeps site --link web
	keeps other
	switched_off
	nc -l -p 8080 &
	eventually listening 8080
	fails_with 1 boot
	prints other
	grep -v '^linkbox: db: Bind' "$stderr" >rest || :
	is "$(cat rest)" 'linkbox: web: not started, as db was not
linkbox: site: not started, as web was not'
	is "$(states web site other)" 'exited exited running '
}

test_a_source_that_is_not_to_run_is_said() {
	linkbox run -d --name db busybox
	keeps web --link db
	switched_off
	fails_with 1 boot
	prints
	says 'linkbox: web: Cannot link to a non running container: /db AS /web/db'
}

test_a_circle_is_said_by_name_and_the_others_start() {
	keeps db --expose 80
	keeps web --link db --expose 80
	keeps site --link web
	keeps other
	linkbox rm -f db
	keeps db --link site --expose 80
	switched_off
	fails_with 1 boot
	prints other
	is "$(wc -l <"$stderr")" 3
	for name in db web site; do
		grep -Eqx "linkbox: $name: not started, as they need each other: (db -> site -> web -> db|web -> db -> site -> web|site -> web -> db -> site)" "$stderr" ||
			fail "not about $name: $(cat "$stderr")"
	done
}

test_a_circle_may_be_opened_by_one_that_runs() {
	keeps db --expose 80
	keeps web --link db --expose 80
	linkbox rm -f db
	keeps db --link web --expose 80
	kill_monitor web
	linkbox boot
	booted db web
}

test_what_a_power_cut_left_half_way_is_swept() {
	keeps one
	mkdir -p "$LINKBOX_STATE/containers/$(printf %064d 1)/upper"
	switched_off
	linkbox boot
	prints one
	not test -e "$LINKBOX_STATE/containers/$(printf %064d 1)"
}

test_a_source_that_crashes_as_it_begins_is_waited_for() {
	linkbox run -d --name db --restart always --expose 80 -v "$PWD/lives:/lives" busybox sh -c \
		'[ -e /lives/long ] && exec sleep 10000; exit 1'
	eventually has_crashed db
	touch lives/long
	eventually is_running db
	keeps web --link db
	rm lives/long
	switched_off
	"$LINKBOX" boot >said 2>&1 &
	eventually has_crashed db
	touch lives/long
	wait $!
	booted_in said db web
}

has_crashed() {
	[ "$("$LINKBOX" inspect -f '{{ .RestartCount }}' "$1")" -ge 2 ]
}

is_running() {
	[ "$(state_of "$1")" = running ]
}

# --- waiting

# slow NAME: a source that listens once it `opens`
slow() {
	linkbox run -d --name "$1" --restart always --expose 5432 --tmpfs /gate busybox sh -c \
		'until [ -e /gate/open ]; do sleep 0.02; done; exec serve "rows of db" 5432'
}

opens() {
	"$LINKBOX" exec "$1" touch /gate/open
}

# waiting NAME: the monitor, its worker, and the process that is to be the first
waiting() {
	[ "$(pgrep -fc "^linkbox monitor $("$LINKBOX" inspect -f '{{ .Id }}' "$1")")" = 3 ]
}

test_links_that_are_waited_for_keep_nobody_else() {
	slow db
	opens db
	keeps web --link db --link-wait 60s
	keeps site --link db
	keeps other
	switched_off
	"$LINKBOX" boot >said 2>&1 &
	eventually waiting web
	eventually has_said 3
	is "$(sort said | tr '\n' ' ')" 'db other site '
	opens db
	wait $!
	is "$(tail -n 1 said)" web
	is "$(state_of web)" running
}

has_said() {
	[ "$(wc -l <said)" -ge "$1" ]
}

test_a_wait_outlives_a_boot_that_is_killed() {
	slow db
	opens db
	keeps web --link db --link-wait 60s
	switched_off
	"$LINKBOX" boot &
	eventually waiting web
	kill -9 $!
	wait $! || :
	"$LINKBOX" boot >said 2>&1 &
	eventually has_said 1
	waiting web
	opens db
	wait $!
	booted_in said db web
	is "$(state_of web)" running
}

booted_in() {
	cp "$1" "$stdout"
	shift
	booted "$@"
}

test_links_that_are_not_there_in_time_are_said() {
	slow db
	opens db
	keeps web --link db --link-wait 100ms
	switched_off
	fails_with 1 boot
	prints db
	says 'linkbox: web: Cannot link to /db AS /web/db: waited 100ms for port 5432/tcp: nothing listens on it'
}

test_links_that_were_late_are_tried_again_as_the_policy_says() {
	slow db
	linkbox create --name web --restart always --link db --link-wait 100ms --expose 80 busybox
	linkbox create --name site --restart always --link web --link-wait 60s:80 busybox
	switched_off
	"$LINKBOX" boot >said 2>&1 &
	eventually is_tried_again
	linkbox ps -a --format '{{ .Status }}' --filter name=web
	prints_like 'Restarting .128..*'
	opens db
	eventually is_running web
	within web nc -l 80 &
	! wait %1
	is "$(sed -n '$p' said)" site
	linkbox stop web site
	is "$(states web site)" 'exited exited '
}

is_tried_again() {
	[ "$("$LINKBOX" inspect -f '{{ .RestartCount }}' web)" -ge 2 ]
}

test_wait_waits_until_all_are_ready() {
	slow db
	keeps other
	switched_off
	"$LINKBOX" boot --wait 60s >said 2>&1 &
	eventually has_said 2
	kill -0 $!
	opens db
	wait $!
	booted_in said db other
}

test_wait_says_who_is_not_ready_in_time() {
	slow db
	keeps other
	switched_off
	fails_with 1 boot --wait 100ms
	booted db other
	says "linkbox: db: Container $("$LINKBOX" inspect -f '{{ .Id }}' db) is not ready: waited 100ms for port 5432/tcp: nothing listens on it"
}

test_refuses_what_is_no_time() {
	fails_with 1 boot --wait soon
	says 'linkbox: invalid argument "soon" for --wait: it is no time, as 30s or 1m30s'
	fails_with 1 boot 30s
	says 'linkbox: boot: a time is for --wait'
}
