#!/bin/sh
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

before_each() {
	image
}

test_prints_the_name_and_keeps_the_container() {
	linkbox run -d --name web busybox sh -c 'echo started; echo x >>/file; cat /file; sleep 1000'
	id=$(cat "$stdout")
	eventually logged web x
	before=$(pid_of web)
	linkbox restart web
	prints web
	isnt "$(pid_of web)" "$before"
	eventually twice web
	linkbox inspect -f '{{ .Id }} {{ .RestartCount }} {{ .State.Status }}' web
	prints "$id 0 running"
}

twice() {
	[ "$("$LINKBOX" logs "$1" | tr '\n' ' ')" = 'started x started x x ' ]
}

test_starts_one_that_is_stopped() {
	linkbox create --name web busybox
	linkbox restart web
	prints web
	is "$(state_of web)" running
	linkbox stop web
	linkbox restart web
	is "$(state_of web)" running
}

test_keeps_the_address_and_the_automatic_port() {
	linkbox run -d --name web -P --expose 80 busybox
	before="$(address web) $(host_port web 80)"
	linkbox restart web
	is "$(address web) $(host_port web 80)" "$before"
}

test_with_fresh_addresses_the_address_is_another_one() {
	echo addresses=fresh >"$LINKBOX_CONF"
	linkbox run -d --name web busybox
	before=$(address web)
	linkbox restart web
	isnt "$(address web)" "$before"
}

test_reports_a_missing_one_and_restarts_the_others() {
	linkbox run -d --name web busybox
	before=$(pid_of web)
	fails_with 1 restart ghost web
	prints web
	says 'linkbox: No such container: ghost'
	isnt "$(pid_of web)" "$before"
	fails_with 1 docker restart ghost
	says 'Error response from daemon: No such container: ghost'
}

test_a_consumer_of_a_stopped_source_stays_stopped() {
	linkbox run -d --name db busybox
	linkbox run -d --name web --link db busybox
	linkbox stop db
	fails_with 1 docker restart web
	says 'Error response from daemon: Cannot restart container web: Cannot link to a non running container: /db AS /web/db'
	is "$(state_of web)" exited
}

test_t_is_the_time_until_the_kill() {
	linkbox run -d --name web --stop-signal TERM busybox
	linkbox restart -t 0 web
	is "$(state_of web)" running
}
