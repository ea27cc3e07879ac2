#!/bin/sh
# Where the log of a container goes: --log-driver and --log-opt.
#
# SPDX-License-Identifier: MIT
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

before_each() {
	image
}

ended() {
	has_exited "$1"
}

# driver NAME [OPT...]: the words for run
driver() {
	printf -- '--log-driver %s' "$1"
	shift
	for option; do
		printf ' --log-opt %s' "$option"
	done
}

# --- what is refused -------------------------------------------------------------------------------

test_refuses_drivers_and_options_with_dockers_words() {
	see="See 'docker run --help'."
	fails_with 125 docker run --log-driver foo busybox true
	says 'docker: Error response from daemon: error looking up logging plugin foo: plugin "foo" not found.' "$see"
	fails_with 125 docker run --log-driver none --log-opt max-size=1k busybox true
	says 'docker: invalid logging opts for driver none.' "$see"
	fails_with 125 docker run --log-opt foo=bar busybox true
	says "docker: Error response from daemon: unknown log opt 'foo' for json-file log driver." "$see"
	fails_with 125 docker run --log-driver local --log-opt foo=bar busybox true
	says "docker: Error response from daemon: unknown log opt 'foo' for log driver local." "$see"
	fails_with 125 docker run --log-driver syslog --log-opt max-size=1k busybox true
	says "docker: Error response from daemon: unknown log opt 'max-size' for syslog log driver." "$see"
	fails_with 125 docker run --log-driver syslog --log-opt syslog-facility=foo busybox true
	says 'docker: Error response from daemon: invalid syslog facility.' "$see"
	fails_with 125 docker run --log-driver syslog --log-opt syslog-format=foo busybox true
	says 'docker: Error response from daemon: Invalid syslog format.' "$see"
	fails_with 125 docker run --log-driver syslog --log-opt syslog-address=foo busybox true
	says 'docker: Error response from daemon: syslog-address should be in form proto://address, got foo.' "$see"
	fails_with 125 docker run --log-opt mode=foo busybox true
	says 'docker: Error response from daemon: logger: logging mode not supported: foo.' "$see"
}

test_refuses_values_with_dockers_words() {
	start='docker: Error response from daemon: failed to initialize logging driver:'
	fails_with 125 docker run --log-opt max-size=x busybox true
	says "$start invalid size: 'x'."
	fails_with 125 docker run --log-opt max-size=0 busybox true
	says "$start max-size must be a positive number."
	fails_with 125 docker run --log-opt max-file=0 busybox true
	says "$start max-file cannot be less than 1."
	fails_with 125 docker run --log-opt max-file=x busybox true
	says "$start strconv.Atoi: parsing \"x\": invalid syntax."
	fails_with 125 docker run --log-driver local --log-opt max-size=1x busybox true
	says "$start invalid value for max-size: 1x: invalid size: '1x'."
	fails_with 125 docker run --log-driver syslog --log-opt 'tag={{' busybox true
	says "$start template: log-tag:1: unclosed action."
	fails_with 125 docker run --log-driver syslog --log-opt 'tag=a {{.Foo}}' busybox true
	says "$start template: log-tag:1:4: executing \"log-tag\" at <.Foo>: can't evaluate field Foo in type *logger.Info."
	linkbox ps -aq
	prints
}

test_refuses_by_name_what_it_has_not() {
	refuses run --log-opt labels=a busybox true
	says "linkbox: log opt 'labels' is not supported: only lines are kept"
	refuses run --log-driver syslog --log-opt syslog-address=tcp://1.2.3.4:5 busybox true
	says 'linkbox: syslog-address tcp://1.2.3.4:5: use unixgram:// or udp://, which never keep a container waiting'
	refuses run --log-opt max-size=100m busybox true
	warns 'more than 32 MiB of RAM'
	linkbox create --log-driver file --log-opt max-size=100m busybox
}

# --- files -----------------------------------------------------------------------------------------

test_none_keeps_nothing_and_shows_what_is_attached() {
	linkbox run --name web --log-driver none busybox echo seen
	prints seen
	fails_with 1 docker logs web
	says 'Error response from daemon: configured logging driver does not support reading'
	not sh -c 'ls "$LINKBOX_RUN"/running/*/log'
	linkbox inspect -f '{{json .HostConfig.LogConfig}}<{{.LogPath}}>' web
	prints '{"Type":"none","Config":{}}<>'
}

# sizes DIRECTORY: of its log files
sizes() {
	stat -c %s "$1"/log "$1"/log.* | sort -n
}

test_keeps_as_many_files_as_large_as_was_asked_for() {
	linkbox run --name web --log-opt max-size=1k --log-opt max-file=3 busybox seq 1 2000
	linkbox logs web
	is "$(tail -n 1 "$stdout")" 2000
	works [ "$(wc -c <"$stdout")" -gt 500 ]
	works [ "$(wc -c <"$stdout")" -le 3072 ]
	works [ "$(sizes "$LINKBOX_RUN/running/$(ask inspect -f '{{.Id}}' web)" | wc -l)" -le 3 ]
	works [ "$(sizes "$LINKBOX_RUN/running/$(ask inspect -f '{{.Id}}' web)" | tail -n 1)" -le 1024 ]
	linkbox logs --tail 2 web
	prints 1999 2000
	linkbox inspect -f '{{json .HostConfig.LogConfig}}' web
	prints '{"Type":"json-file","Config":{"max-file":"3","max-size":"1k"}}'
}

test_one_file_is_enough() {
	linkbox run --name web --log-driver local --log-opt max-size=1 --log-opt max-file=1 busybox seq 1 3000
	linkbox logs --tail 1 web
	prints 3000
	is "$(sizes "$LINKBOX_RUN/running/$(ask inspect -f '{{.Id}}' web)" 2>/dev/null | wc -l)" 1
}

test_a_line_longer_than_all_files_keeps_its_end() {
	linkbox run --name web --log-opt max-size=1k --log-opt max-file=2 busybox \
		sh -c 'head -c 1000000 /dev/zero | tr "\0" x; echo end'
	linkbox logs web
	works [ "$(wc -c <"$stdout")" -le 2048 ]
	shows '^x+end$'
}

test_follows_over_small_files() {
	linkbox run -d --name web --log-opt max-size=2k --log-opt max-file=50 busybox \
		sh -c 'for i in $(seq 1 400); do echo line $i; [ $((i % 20)) != 0 ] || sleep 0.01; done'
	linkbox logs -f web
	seq -f 'line %g' 1 400 | diff - "$stdout"
	linkbox logs --tail 100 -t --since 1h --until 0s web
	is "$(wc -l <"$stdout")" 100
}

test_file_outlives_a_reboot_and_goes_with_the_container() {
	linkbox run --name web --log-driver file busybox sh -c 'echo out; echo err >&2'
	linkbox run --name ram busybox echo out
	path=$(ask inspect -f '{{.LogPath}}' web)
	like "$path" "$LINKBOX_STATE/containers/.*/log"
	rm -rf "$LINKBOX_RUN"
	linkbox logs web
	prints out
	says err
	linkbox logs ram
	says_nothing
	linkbox start -a web
	linkbox logs web
	prints out out
	linkbox rm web
	not [ -e "$path" ]
}

test_file_is_bounded_and_goes_on_behind_what_a_power_cut_left() {
	linkbox run --name web --log-driver file --log-opt max-size=1k --log-opt max-file=2 busybox seq 1 1000
	path=$(ask inspect -f '{{.LogPath}}' web)
	works [ "$(sizes "${path%/*}" | tail -n 1)" -le 1024 ]
	is "$(sizes "${path%/*}" | wc -l)" 2
	head -c 100 /dev/zero >>"$path"
	linkbox logs --tail 1 web
	prints 1000
	linkbox start -a web
	linkbox logs --tail 1 web
	prints 1000
}

test_configured_driver_and_options_are_for_who_says_nothing() {
	printf '%s\n' log-driver=file log-opt=max-size=2k log-opt=max-file=4 >"$LINKBOX_CONF"
	linkbox create --name one busybox
	linkbox create --name two --log-opt max-file=7 busybox
	linkbox create --name three --log-driver json-file busybox
	linkbox inspect -f '{{json .HostConfig.LogConfig}}' one two three
	prints '{"Type":"file","Config":{"max-file":"4","max-size":"2k"}}' \
		'{"Type":"file","Config":{"max-file":"7","max-size":"2k"}}' '{"Type":"json-file","Config":{}}'
	linkbox info -f '{{.LoggingDriver}}'
	prints file
	echo log-driver=nosuch >"$LINKBOX_CONF"
	refuses create busybox
	says 'linkbox: error looking up logging plugin nosuch: plugin "nosuch" not found'
}

# --- syslog ----------------------------------------------------------------------------------------

# daemon: takes messages at $PWD/socket into the file received
daemon() {
	rm -f socket
	socat -u "UNIX-RECV:$PWD/socket" OPEN:received,creat,append &
	daemon=$!
	eventually [ -S socket ]
}

to_daemon() {
	driver syslog "syslog-address=unixgram://$PWD/socket" "$@"
}

received() {
	sed -E 's/^<([0-9]+)>[A-Z][a-z]{2} [ 1-3][0-9] [0-9:]{8} /<\1> /; s/\[[0-9]+\]/[PID]/; s/[0-9a-f]{12}/ID/' received |
		diff -u "$box/wanted" -
}

# arrives LINE...: just these messages; times, process and container by name
arrives() {
	lines "$@" >"$box/wanted"
	eventually received
}

test_syslog_gets_lines_as_dockers_driver_sends_them() {
	daemon
	# shellcheck disable=SC2046
	linkbox run --name web $(to_daemon) busybox sh -c 'echo out; echo; printf unfinished'
	arrives '<30> ID[PID]: out' '<30> ID[PID]: unfinished'
	like "$(sed -n 1p received)" "<30>... .. ..:..:.. $(ask inspect -f '{{slice .Id 0 12}}' web)\\[[0-9]+\\]: out"
	fails_with 1 docker logs web
	says 'Error response from daemon: configured logging driver does not support reading'
	linkbox inspect -f '{{.HostConfig.LogConfig.Type}}<{{.LogPath}}>' web
	prints 'syslog<>'
	: >received
	# shellcheck disable=SC2046
	linkbox run $(to_daemon) busybox sh -c 'echo err >&2'
	arrives '<27> ID[PID]: err'
}

test_syslog_takes_tags_facilities_and_formats() {
	daemon
	# shellcheck disable=SC2046
	linkbox run --name web $(to_daemon syslog-facility=local3 'tag={{.Name}}/{{.ImageName}}/{{.DaemonName}}') busybox echo one
	arrives '<158> web/busybox/docker[PID]: one'
	: >received
	linkbox rename web db
	linkbox start -a db
	arrives '<158> db/busybox/docker[PID]: one'
	: >received
	# shellcheck disable=SC2046
	linkbox run --name new $(to_daemon syslog-facility=1 tag=x syslog-format=rfc5424micro) busybox echo two
	eventually [ -s received ]
	like "$(cat received)" "<14>1 20..-..-..T..:..:..\\.[0-9]{6}(Z|[+-]..:..) $(hostname) x [0-9]+ x - two"
	: >received
	# shellcheck disable=SC2046
	linkbox run --name old $(to_daemon tag=x syslog-format=rfc3164) busybox echo three
	arrives "<30> $(hostname) x[PID]: three"
}

test_syslog_goes_to_a_udp_port() {
	socat -u UDP-RECV:5514,bind=127.0.0.1 OPEN:received,creat,append &
	eventually listening 5514
	# shellcheck disable=SC2046
	linkbox run $(driver syslog syslog-address=udp://127.0.0.1:5514 tag=x) busybox echo hello
	arrives '<30> x[PID]: hello'
	# shellcheck disable=SC2046
	linkbox run $(driver syslog syslog-address=udp://127.0.0.1:5515 tag=x) busybox seq 1 100
}

test_syslog_daemon_may_come_later_and_come_again() {
	mkfifo say
	# shellcheck disable=SC2046
	"$LINKBOX" run $(to_daemon tag=x) -v "$PWD/say:/say" busybox \
		sh -c 'echo lost; echo lost too; while read -r line </say; do echo "$line"; done' >attached 9>&- &
	eventually grep -q too attached
	daemon
	echo one >say
	arrives '<28> x[PID]: lines dropped: 2' '<30> x[PID]: one'
	kill $daemon
	wait $daemon || :
	: >received
	daemon
	echo two >say
	arrives '<30> x[PID]: two'
}

test_a_syslog_daemon_that_does_not_read_stops_nobody() {
	daemon
	kill -STOP $daemon
	# shellcheck disable=SC2046
	linkbox run --name web $(to_daemon) busybox seq 1 100000
	is "$(tail -n 1 "$stdout")" 100000
	kill -CONT $daemon
	eventually [ -s received ]
}

received_much() {
	[ "$(stat -c %s received)" -gt 100000 ]
}

test_a_container_that_writes_as_fast_as_it_can_to_syslog_keeps_its_monitor_small() {
	daemon
	# shellcheck disable=SC2046
	linkbox run -d --name web $(to_daemon) busybox yes abcdefghijklmnopqrstuvwxyz
	monitor=$(pgrep -of "monitor $(ask inspect -f '{{ .Id }}' web)")
	eventually received_much
	before=$(awk '/^VmRSS/ { print $2 }' "/proc/$monitor/status")
	sleep 1
	# the kernel counts in batches
	works [ "$(awk '/^VmRSS/ { print $2 }' "/proc/$monitor/status")" -le $((before + 100)) ]
	linkbox kill web
}
