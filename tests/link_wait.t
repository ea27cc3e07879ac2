#!/bin/sh
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

before_each() {
	image
}

# database [NAME [OPTION...]]: a source that listens when it `opens`, on what that says
database() {
	make_database run -d "$@"
}

make_database() {
	verb=$1
	shift
	[ "$verb" = create ] || shift
	name=${1-db}
	[ $# = 0 ] || shift
	[ $# != 0 ] || set -- --expose 5432
	[ "$verb" = create ] || set -- -d "$@"
	linkbox "$verb" --name "$name" --tmpfs /gate "$@" busybox sh -c \
		'until [ -e /gate/open ]; do sleep 0.02; done; for port in $(cat /gate/open); do
			httpd -p $port -h /srv; done; exec sleep 10000'
}

# silent: a source that never listens, and has one process all the time
silent() {
	linkbox run -d --name db --expose 5432 busybox
}

# opens NAME [ADDRESS:PORT...]
opens() {
	opened=$1
	shift
	"$LINKBOX" exec "$opened" sh -c "echo ${*:-5432} >/gate/new; mv /gate/new /gate/open"
}

# consumer OPTION...: starts `web` in the background, whose first process asks db at once
consumer() {
	[ "${asks+set}" ] || asks='wget -qO- http://db:5432/'
	"$LINKBOX" run --name web "$@" busybox sh -c "$asks" >said 2>&1 &
	consumer=$!
}

# waits: it does, until something else happens
waits() {
	eventually is_waiting
}

is_waiting() {
	[ "$(state_of web)" = created ] && [ "$(processes_of web)" = 3 ]
}

# The monitor, its worker, and the process that is to be the first.
processes_of() {
	pgrep -fc "^linkbox monitor $("$LINKBOX" inspect -f '{{ .Id }}' "$1")"
}

# ends STATUS LINE...
ends() {
	status=0
	wait "$consumer" || status=$?
	wanted=$1
	shift
	is "$status: $(cat said)" "$wanted: $*"
}

# --- what is waited for

test_the_first_process_begins_when_the_source_listens() {
	database
	consumer --link db --link-wait 30s
	waits
	opens db
	ends 0 'rows of db'
}

test_one_that_listens_already_is_not_waited_for() {
	database
	opens db
	eventually within db nc -z 127.0.0.1 5432
	consumer --link db --link-wait 0s
	ends 0 'rows of db'
}

test_run_d_returns_when_the_wait_ends() {
	database
	"$LINKBOX" run -d --name web --link db --link-wait 30s busybox >said &
	waits
	is "$(cat said)" "$("$LINKBOX" inspect -f '{{ .Id }}' web)"
	opens db
	wait $!
	is "$(state_of web)" running
}

test_the_lowest_tcp_port_counts() {
	database db --expose 8000 --expose 53/udp --expose 5432
	consumer --link db --link-wait 30s
	waits
	opens db 8000 5432
	ends 0 'rows of db'
}

test_ports_that_are_given_count_instead() {
	database db --expose 80 --expose 5432 --expose 8000
	asks='wget -qO- http://db:5432/ http://db:8000/'
	consumer --link db --link-wait 30s:5432,8000/tcp
	waits
	opens db 5432 8000
	ends 0 'rows of db
rows of db'
}

test_a_link_may_have_a_wait_of_its_own() {
	database
	database cache --expose 80 --expose 8000
	asks='wget -qO- http://db:5432/ http://cache:8000/'
	consumer --link db --link cache --link-wait 30s --link-wait cache=20s:8000
	waits
	opens db
	waits
	opens cache 8000
	ends 0 'rows of db
rows of db'
}

test_links_that_are_not_named_are_not_waited_for() {
	make_database create cache --expose 80
	database
	fails_with 125 run --name web --link db --link cache --link-wait db=30s busybox true
	says 'linkbox: Cannot link to a non running container: /cache AS /web/cache'
}

test_a_source_with_udp_ports_alone_is_ready_when_one_is_bound() {
	linkbox run -d --name db --expose 53/udp busybox
	fails_with 125 run --name web --link db --link-wait 0s busybox true
	says 'linkbox: Cannot link to /db AS /web/db: waited 0s for port 53/udp: nothing is bound to it'
	linkbox rm web
	asks='echo it began'
	consumer --link db --link-wait 30s
	waits
	within db nc -ul 53 </dev/null &
	ends 0 'it began'
}

test_a_source_without_ports_is_ready_when_it_runs() {
	linkbox create --name db busybox
	asks='echo it began'
	consumer --link db --link-wait 30s
	waits
	linkbox start db
	ends 0 'it began'
}

test_every_link_is_waited_for() {
	database
	database cache
	asks='wget -qO- http://db:5432/ http://cache:5432/'
	consumer --link cache --link db --link-wait 30s
	waits
	opens db
	waits
	opens cache
	ends 0 'rows of db
rows of db'
}

test_a_listener_on_the_loopback_does_not_count() {
	database
	opens db 127.0.0.1:5432
	eventually within db nc -z 127.0.0.1 5432
	fails_with 125 run --name web --link db --link-wait 0s busybox true
	says 'linkbox: Cannot link to /db AS /web/db: waited 0s for port 5432/tcp: nothing listens on it'
}

test_a_source_may_start_meanwhile() {
	make_database create db --expose 5432
	consumer --link db --link-wait 30s
	waits
	linkbox start db
	waits
	opens db
	ends 0 'rows of db'
}

test_a_source_may_be_another_one_by_then() {
	database
	consumer --link db --link-wait 30s
	waits
	linkbox rm -f db
	waits
	database
	opens db
	ends 0 'rows of db'
}

test_variables_and_hosts_are_as_the_source_is_when_the_wait_ends() {
	echo addresses=fresh >"$LINKBOX_CONF"
	database
	asks='env | grep ^DB_PORT=; grep "db " /etc/hosts'
	consumer --link db --link-wait 30s
	waits
	linkbox stop db
	linkbox run -d --name other busybox
	linkbox start db
	opens db
	ends 0 "DB_PORT=tcp://$(address db):5432
$(address db)	db $("$LINKBOX" inspect -f '{{ .Config.Hostname }}' db)"
}

test_it_is_remembered() {
	database
	opens db
	linkbox run -d --name web --link db --link-wait 30s:5432 busybox
	linkbox inspect -f '{{ .HostConfig.LinkWait }}' web
	prints '[30s:5432]'
	linkbox stop web db
	"$LINKBOX" start web >said &
	eventually is_stopped_but_waiting
	linkbox start db
	eventually is_stopped_but_waiting
	opens db
	wait $!
	is "$(state_of web)" running
}

is_stopped_but_waiting() {
	[ "$(processes_of web)" = 3 ] && [ ! -s said ]
}

test_a_second_start_waits_as_well() {
	database
	asks='exec sleep 10000'
	consumer -d --link db --link-wait 30s
	waits
	"$LINKBOX" start web >started &
	waits
	is "$(cat started)" ''
	opens db
	wait $!
	is "$(cat started) $(state_of web)" 'web running'
}

# --- with a restart policy

# restarts_itself WAIT: web, which asks db each time it begins, and ends when it is told to
restarts_itself() {
	database
	opens db
	linkbox run -d --name web --tmpfs /gate --restart always --link db --link-wait "$1" busybox sh -c \
		'wget -qO- http://db:5432/; until [ -e /gate/end ]; do sleep 0.02; done'
	eventually has_asked 1
}

# Whoever is in it then goes with it.
ends_itself() {
	"$LINKBOX" exec web touch /gate/end || :
}

has_asked() {
	[ "$("$LINKBOX" logs web | grep -cx 'rows of db')" = "$1" ]
}

test_a_restart_waits_as_well() {
	restarts_itself 30s
	linkbox restart db
	ends_itself
	eventually is_restarting_and_waits
	opens db
	eventually has_asked 2
	is "$(state_of web)" running
}

is_restarting_and_waits() {
	[ "$(state_of web)" = restarting ] && [ "$(processes_of web)" = 3 ]
}

test_a_restart_whose_links_were_late_is_tried_again() {
	restarts_itself 100ms
	linkbox stop db
	ends_itself
	eventually has_restarted 3
	linkbox start db
	opens db
	eventually has_asked 2
	is "$(state_of web)" running
}

has_restarted() {
	[ "$("$LINKBOX" inspect -f '{{ .RestartCount }}' web)" -ge "$1" ]
}

test_stop_ends_the_wait_of_a_restart() {
	restarts_itself 30s
	linkbox stop db
	ends_itself
	eventually is_restarting_and_waits
	linkbox stop web
	is "$(state_of web)" exited
	eventually is_free
}

# --- when the time is up

test_exits_with_125_and_says_which_link_and_which_port() {
	database
	fails_with 125 run --name web --link db:store --link-wait 1s busybox true
	prints
	says 'linkbox: Cannot link to /db AS /web/store: waited 1s for port 5432/tcp: nothing listens on it'
	linkbox stop db
	fails_with 125 run --name site --link db --link-wait 0.1s:22 busybox true
	says 'linkbox: Cannot link to /db AS /site/db: waited 0.1s for port 22/tcp: it is not running'
	fails_with 1 start web
	says 'linkbox: Cannot link to /db AS /web/store: waited 1s for port 5432/tcp: it is not running' \
		'linkbox: failed to start containers: web'
}

test_the_container_is_left_as_created_and_nothing_else_is() {
	silent
	remember_traces
	fails_with 125 run --name web -p 8080:80 --link db --link-wait 100ms busybox true
	linkbox ps -a --format '{{ .Names }} {{ .Status }}' --filter name=web
	prints 'web Created'
	linkbox inspect -f '{{ .State.Error }}' web
	prints 'Cannot link to /db AS /web/db: waited 100ms for port 5432/tcp: nothing listens on it'
	linkbox rm web
	leaves_no_trace
}

test_one_that_was_to_be_removed_is_gone() {
	silent
	remember_traces
	fails_with 125 run --rm --name web --link db --link-wait 100ms busybox true
	linkbox ps -aq --filter name=web
	prints
	leaves_no_trace
}

test_a_source_that_was_removed_is_said() {
	database
	linkbox create --name web --link db --link-wait 0s busybox true
	linkbox rm -f db
	fails_with 1 start web
	warns 'linkbox: Cannot link to /db AS /web/db: waited 0s: there is no such container'
}

# --- meanwhile

test_ps_shows_it_as_created_and_others_find_it_not_running() {
	database
	consumer --link db --link-wait 30s
	waits
	linkbox ps -a --format '{{ .Status }}' --filter name=web
	prints Created
	fails_with 1 exec web true
	warns 'is not running'
	fails_with 1 kill -s HUP web
	warns 'is not running'
	fails_with 1 attach web
	says 'linkbox: You cannot attach to a stopped container, start it first'
	fails_with 125 run --net container:web busybox true
	warns 'cannot join network of a non running container'
	fails_with 125 run --link web busybox true
	warns 'Cannot link to a non running container: /web AS'
	opens db
	ends 0 'rows of db'
}

test_stop_ends_the_wait_at_once() {
	database
	consumer --link db --link-wait 30s --stop-signal TERM
	waits
	linkbox stop web
	ends 125 'linkbox: Cannot link to /db AS /web/db: waited 30s for port 5432/tcp: it was called off'
	is "$(state_of web)" created
}

test_rm_takes_it_away() {
	silent
	remember_traces
	consumer --link db --link-wait 30s
	waits
	fails_with 1 rm web
	linkbox rm -f web
	wait "$consumer" || :
	leaves_no_trace
}

test_a_starter_that_ends_calls_it_off() {
	silent
	remember_traces
	for signal in HUP TERM KILL; do
		"$LINKBOX" run --name web --link db --link-wait 30s busybox true &
		waits
		kill -s $signal $!
		eventually is_free
		is "$(state_of web)" created
		linkbox rm web
		leaves_no_trace
	done
}

is_free() {
	[ "$(processes_of web)" = 0 ]
}

test_a_monitor_that_is_told_to_end_calls_it_off() {
	database
	consumer --link db --link-wait 30s
	waits
	pkill -o -f "^linkbox monitor $("$LINKBOX" inspect -f '{{ .Id }}' web)"
	ends 125 'linkbox: Cannot link to /db AS /web/db: waited 30s for port 5432/tcp: it was called off'
}

test_nothing_of_it_outlives_its_monitor() {
	silent
	remember_traces
	for option in --init --pid=host --pid=container:db; do
		consumer --link db --link-wait 30s $option
		waits
		pkill -KILL -o -f "^linkbox monitor $("$LINKBOX" inspect -f '{{ .Id }}' web)"
		wait "$consumer" || :
		eventually is_free
		linkbox rm web
		leaves_no_trace
	done
}

test_its_worker_may_be_killed() {
	silent
	remember_traces
	consumer --link db --link-wait 30s
	waits
	pkill -KILL -n -f "^linkbox monitor $("$LINKBOX" inspect -f '{{ .Id }}' web)"
	status=0
	wait "$consumer" || status=$?
	is $status 125
	linkbox rm web
	leaves_no_trace
}

# --- words

test_refuses_what_is_no_time_and_no_port() {
	database
	for words in '' s 5x 30s: 30s:0 30s:65536 30s:http 30s:80, 30s:80,,81 30s:80/sctp =30s db= -1s; do
		fails_with 125 run --link db --link-wait "$words" busybox
		says "linkbox: invalid argument \"$words\" for \"--link-wait\" flag: it is not [ALIAS=]TIME[:PORT,...], as in 30s or db=1m30s:5432"
	done
}

test_refuses_to_wait_for_what_is_not_linked() {
	database
	fails_with 125 run --link-wait 30s busybox
	says 'linkbox: --link-wait 30s: there is no such link'
	fails_with 125 run --link db --link-wait store=30s busybox
	says 'linkbox: --link-wait store=30s: there is no such link'
	linkbox ps -aq --filter name=web
	prints
}

test_a_number_alone_is_seconds() {
	database
	fails_with 125 run --link db --link-wait 0 busybox
	warns 'waited 0 for port 5432/tcp'
}
