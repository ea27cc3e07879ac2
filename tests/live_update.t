#!/bin/sh
# Another linkbox takes the place of the one that started what runs: an older one's state, and its monitors, are
# the newer one's.
seconds=600
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

before_each() {
	older=$("$top/tests/older" 2>"$box/why") || skip "$(cat "$box/why")"
	cp "$older" "$box/bin/linkbox"
}

# installed ARGUMENT...: with the binary that this device has now
installed() {
	call "$box/bin/linkbox" "$@"
	[ "$status" = 0 ] || fail "exit status $status: $*"
}

# As an update does it: in one step, under those who run.
update() {
	cp "$LINKBOX" "$box/bin/linkbox.new"
	mv "$box/bin/linkbox.new" "$box/bin/linkbox"
}

start_pair() {
	installed import -c 'STOPSIGNAL SIGKILL' "$rootfs" busybox
	installed run -d --name db --restart always -v rows:/rows --expose 5432 busybox serve rows 5432
	installed run -d --name web --restart unless-stopped --link db:db -p 8080:5000 busybox httpd -f -p 5000 -h /www
	call "$box/bin/linkbox" run --name once --health-cmd true busybox sh -c 'echo out; echo err >&2; exit 3'
	is "$status" 3
}

page() {
	[ "$(get 127.0.0.1:8080/cgi-bin/db)" = "by variable: rows
by name: rows" ]
}

test_what_runs_runs_on_and_is_there_for_the_newer_one() {
	start_pair
	db=$(pid_of db) web=$(pid_of web)
	eventually page
	update
	page
	installed ps --format '{{.Names}} {{.State}} {{.Ports}}'
	prints 'web running 0.0.0.0:8080->5000/tcp' 'db running 5432/tcp'
	is "$(pid_of db) $(pid_of web)" "$db $web"
	installed exec web sh -c 'wget -qO- http://db:5432; env | grep ^DB_PORT='
	prints rows "DB_PORT=tcp://$(address db):5432"
	installed logs once
	prints out
	installed inspect -f '{{.State.ExitCode}} {{.Config.Healthcheck.Test}}' once
	prints '3 [CMD-SHELL true]'
	installed top db -o pid,args
	installed stats --no-stream
	installed port web 5000
	prints 0.0.0.0:8080
	installed diff db
	shows '^C /www$'
	installed cp db:/www/index.html -
	installed volume ls -q
	prints rows
	installed images -q
	installed info
}

test_the_newer_one_manages_what_an_older_one_has_started() {
	start_pair
	update
	installed restart web
	eventually page
	installed restart db
	eventually page
	installed run -d --name late --link db busybox sleep 1000
	installed exec late wget -qO- http://db:5432
	prints rows
	installed pause web
	installed unpause web
	installed update --restart no web
	installed rename web page
	installed stop page
	installed start page
	eventually page
	installed kill page
	installed wait page
	prints 137
	installed start once
	installed commit once kept
	installed rm -f page late
	installed rm -f -v db once
	installed rmi kept busybox
	is "$(find "$LINKBOX_STATE/containers" "$LINKBOX_STATE/images" "$LINKBOX_STATE/layers" "$LINKBOX_RUN/running" -mindepth 1)" ''
}

# Of an older monitor everything is asked that can be: no restart in between makes it a newer one.
test_the_newer_one_speaks_with_an_older_monitor() {
	start_pair
	installed run -d --name echo -i busybox cat
	installed run -d --name shell -t busybox sh
	update
	echo said | "$box/bin/linkbox" attach echo >said 2>&1 &
	eventually grep -qx said said
	wait $! || :
	installed exec shell true
	installed pause db
	is "$(state_of db)" paused
	installed unpause db
	installed update --restart on-failure:2 db
	installed kill -s TERM shell
	kill -9 "$(pid_of db)"
	eventually restarted db
	installed stop db
	is "$(state_of db)" exited
	installed rm -f db web once shell echo
	is "$(ls "$LINKBOX_RUN/running")" ''
}

restarted() {
	[ "$("$LINKBOX" inspect -f '{{.RestartCount}} {{.State.Status}}' "$1")" = '1 running' ]
}

test_a_machine_that_was_switched_off_boots_what_an_older_one_has_left() {
	start_pair
	eventually page
	lights_out
	find "$LINKBOX_RUN" -mindepth 1 -delete
	update
	installed boot
	eventually page
	installed ps -a --format '{{.Names}} {{.State}}'
	prints 'once exited' 'web running' 'db running'
}

# All of this test's, as the lights go out: this is a pid namespace of its own.
lights_out() {
	for monitor in $(pgrep -f '^linkbox monitor'); do
		kill -9 "$monitor"
	done
	eventually no_monitors
	ip -o link | sed -n 's/^[0-9]*: \(lb[^@:]*\).*/\1/p' | while read -r interface; do
		ip link delete "$interface" || :
	done
}

no_monitors() {
	! pgrep -f '^linkbox monitor'
}

test_every_record_says_its_format_and_a_newer_one_is_refused() {
	update
	start_pair
	for record in $(find "$LINKBOX_STATE" "$LINKBOX_RUN" -name record -o -name status -o -name wiring -o -path '*/leases/*' -type f); do
		is "$(head -n 1 "$record")" format=1
	done
	id=$(ask inspect -f '{{.Id}}' once)
	record=$LINKBOX_STATE/containers/$id/record
	sed -i 's/^format=1$/format=2/' "$record"
	fails_with 1 start once
	warns "linkbox: read the record of $id: it was written by a newer linkbox"
	page
}
