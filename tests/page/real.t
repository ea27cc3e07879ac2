#!/bin/sh
# The page on real software: PostgreSQL as `db`, a Flask application as `web`.
#
# One story, told in order. Each function named test_… is a claim and its name is the sentence.
# LINKBOX names the binary; tests/page/images makes the two images.
#
# SPDX-License-Identifier: MIT

top=$(cd "$(dirname "$0")/../.." && pwd)
LINKBOX=${LINKBOX:-$top/build/x86_64/default/linkbox}
images=$top/build/page

# A machine of its own: network, processes, mounts, and all state in RAM. The kernel ends it with this script.
if [ "${1-}" != --inside ]; then
	[ "$(id -u)" = 0 ] || { echo 'Bail out! needs root (namespaces, mounts)'; exit 1; }
	[ -x "$LINKBOX" ] || { echo "Bail out! no binary $LINKBOX (run make)"; exit 1; }
	[ -f "$images/stamp" ] || { echo 'Bail out! no images (run tests/page/images)'; exit 1; }
	export LINKBOX_CGROUP=linkbox-page-$$
	timeout --foreground --signal=KILL 300 \
		unshare --net --mount --uts --ipc --pid --fork --kill-child --mount-proc sh "$0" --inside
	status=$?
	for left in /sys/fs/cgroup/*/"$LINKBOX_CGROUP" "/sys/fs/cgroup/$LINKBOX_CGROUP"; do
		[ ! -d "$left" ] || find "$left" -depth -type d -delete
	done
	exit $status
fi
trap 'exit 130' INT TERM
ip link set lo up
ip address add 192.0.2.1/32 dev lo
mount -t tmpfs tmpfs /run
export LINKBOX_STATE=/run/state LINKBOX_RUN=/run/linkbox LC_ALL=C.UTF-8
mkdir /run/state /run/linkbox /run/test
output=/run/test/output

linkbox() {
	"$LINKBOX" "$@"
}

# prints TEXT COMMAND...: the command succeeds and prints just that
prints() {
	text=$1
	shift
	"$@" >$output || { echo "failed: $*"; cat $output; return 1; }
	echo "$text" | diff -u - $output
}

# shows PATTERN COMMAND...: the command succeeds, and a line of what it prints matches
shows() {
	pattern=$1
	shift
	"$@" >$output 2>&1 || { echo "failed: $*"; cat $output; return 1; }
	grep -qE -e "$pattern" $output || { echo "no line matches: $pattern"; cat $output; return 1; }
}

# fails STATUS COMMAND...: the command ends with that exit status; `said PATTERN`: and said so
fails() {
	wanted=$1
	shift
	status=0
	"$@" >$output.failure 2>&1 || status=$?
	[ $status = "$wanted" ] || { echo "exit status $status instead of $wanted: $*"; cat $output.failure; return 1; }
}

said() {
	shows "$1" cat $output.failure
}

# eventually COMMAND...: it succeeds within twenty seconds
eventually() {
	left=200
	until "$@" >$output.tries 2>&1; do
		left=$((left - 1))
		[ $left -gt 0 ] || { echo "never came true: $*"; cat $output.tries; return 1; } >&2
		sleep 0.1
	done
}

# The next request, by the published port. `get PATH` and `post PATH TEXT`.
web() {
	linkbox port web 5000 | sed 's/.*://'
}

get() {
	curl --silent --show-error --fail --max-time 20 "http://${2-127.0.0.1}:$(web)$1"
}

post() {
	curl --silent --show-error --fail --max-time 20 --data-raw "$2" "http://127.0.0.1:$(web)$1"
}

address() {
	linkbox inspect -f '{{ .NetworkSettings.IPAddress }}' "$1"
}

# starts N: the database said N times that it is ready
starts() {
	[ "$(linkbox logs db 2>&1 | grep -c 'database system is ready to accept connections')" = "$1" ]
}

names_of_db() {
	linkbox ps | grep training/postgres
}

# dial ADDRESS OPTION...: a container with these options opens a connection to the database port there
dial() {
	there=$1
	shift
	linkbox run --rm "$@" training/webapp \
		python -c "import socket; socket.create_connection(('$there', 5432), 3)"
}

# types LINE...: what a user types, each line when the prompt has come
types() {
	lines=0
	for line; do
		lines=$((lines + 1))
		eventually prompts $lines
		echo "$line"
	done
}

prompts() {
	[ "$(grep -co 'root@.*# ' /run/test/terminal)" -ge "$1" ]
}

test_both_images_load() {
	prints 'Loaded image: training/postgres:latest' linkbox load -i "$images/training-postgres.tar"
	prints 'Loaded image: training/webapp:latest' linkbox load -i "$images/training-webapp.tar"
	shows '^training/postgres +latest' linkbox images
	shows '^training/webapp +latest' linkbox images
}

test_the_database_runs_in_the_background_under_the_name_db() {
	shows '^[0-9a-f]{64}$' linkbox run -d --name db training/postgres
	prints /db linkbox inspect -f '{{ .Name }}' db
	eventually starts 1
}

test_the_web_application_is_published_and_linked_to_it() {
	shows '^[0-9a-f]{64}$' linkbox run -d -P --name web --link db:db training/webapp python app.py
	prints '[/db:/web/db]' linkbox inspect -f '{{ .HostConfig.Links }}' web
}

test_its_published_port_is_one_from_49153_to_65535() {
	shows '^0\.0\.0\.0:[0-9]+$' linkbox port web 5000
	echo "published on $(web)"
	[ "$(web)" -ge 49153 ] && [ "$(web)" -le 65535 ]
}

test_the_published_port_answers_on_every_address_of_the_host() {
	eventually prints 'Hello world!' get /
	prints 'Hello world!' get / 192.0.2.1
}

test_web_stores_rows_by_the_address_in_DB_PORT_5432_TCP_ADDR() {
	prints first post /variable/notes first
	prints first get /variable/notes
}

test_web_finds_the_same_rows_by_the_name_db() {
	prints first get /name/notes
	prints "first
second" post /name/notes second
}

test_env_in_a_linked_container_shows_the_variables_of_the_page() {
	linkbox run --rm --name web2 --link db:db training/webapp env | grep ^DB_ | sort >/run/test/env
	prints "DB_ENV_PG_VERSION=15
DB_NAME=/web2/db
DB_PORT=tcp://$(address db):5432
DB_PORT_5432_TCP=tcp://$(address db):5432
DB_PORT_5432_TCP_ADDR=$(address db)
DB_PORT_5432_TCP_PORT=5432
DB_PORT_5432_TCP_PROTO=tcp" cat /run/test/env
	fails 1 linkbox inspect web2
}

test_a_shell_on_a_terminal_sees_db_in_its_hosts_file_and_pings_it_with_a_ping_it_installs() {
	: >/run/test/terminal
	types 'cat /etc/hosts' 'apt-get install -yqq inetutils-ping' 'ping -c 2 db' exit |
		script -qec "'$LINKBOX' run -t -i --rm --link db:db training/webapp /bin/bash" /dev/null >/run/test/terminal ||
		{ cat /run/test/terminal; return 1; }
	tr '\r' '\n' </run/test/terminal >/run/test/lines
	shows 'root@[0-9a-f]{12}:/opt/webapp# ' cat /run/test/lines
	shows "^172\.[0-9.]+	[0-9a-f]{12}$" cat /run/test/lines
	shows "^$(address db)	db " cat /run/test/lines
	shows "^PING db \($(address db)\)" cat /run/test/lines
	shows '^2 packets transmitted, 2 packets received' cat /run/test/lines
}

test_ps_shows_both_and_that_web_is_linked_to_db() {
	shows "^[0-9a-f]{12} +training/postgres +\"su postgres -c '/us…\" .* ago +Up .* 5432/tcp +db, web/db\$" linkbox ps
	shows "^[0-9a-f]{12} +training/webapp +\"python app\.py\" .* ago +Up .* 0\.0\.0\.0:$(web)->5000/tcp +web\$" linkbox ps
}

test_a_container_that_is_not_linked_cannot_reach_the_database() {
	dial db --link db:db
	dial "$(address db)" --link db:db
	fails 1 dial "$(address db)"
	said 'timed out|No route to host|Network is unreachable'
}

test_the_first_request_after_restart_db_finds_the_rows_both_ways() {
	prints db linkbox restart db
	prints "first
second" get /variable/notes
	prints "first
second" get /name/notes
}

test_stop_shuts_postgresql_down_cleanly() {
	prints db linkbox stop db
	prints 0 linkbox inspect -f '{{ .State.ExitCode }}' db
	linkbox logs db 2>&1 | tail -n 1 >/run/test/last
	shows 'database system is shut down' cat /run/test/last
}

test_the_next_start_has_nothing_to_recover() {
	prints db linkbox start db
	eventually starts 3
	linkbox logs db >/run/test/log 2>&1
	fails 1 grep -E 'not properly shut down|was interrupted|recovery in progress' /run/test/log
	prints "first
second" get /name/notes
}

# From here on the data is in a directory of the host, which starts as a copy of the image's.
test_a_db_that_is_removed_and_run_again_serves_the_running_web() {
	mkdir /run/test/data
	linkbox rm -f db
	linkbox run --rm -v /run/test/data:/copy training/postgres cp -a /var/lib/postgresql/. /copy
	linkbox run -d --name db -v /run/test/data:/var/lib/postgresql training/postgres
	prints third post /variable/notes third
	prints third get /name/notes
}

test_rows_outlive_a_db_that_is_killed_and_replaced_while_another_container_takes_the_next_address() {
	linkbox rm -f db
	linkbox run -d --name other training/webapp
	linkbox run -d --name db -v /run/test/data:/var/lib/postgresql training/postgres
	prints third get /variable/notes
	prints third get /name/notes
}

test_ps_shows_the_link_on_the_new_db() {
	shows ' db, web/db$' names_of_db
}

test_the_other_container_still_cannot_reach_the_database() {
	fails 1 linkbox exec other python -c "import socket; socket.create_connection(('$(address db)', 5432), 3)"
	said 'timed out|No route to host|Network is unreachable'
}

test_web_keeps_its_port_when_it_is_restarted_and_finds_the_rows_again() {
	before=$(web)
	prints web linkbox restart web
	prints "$before" web
	eventually prints third get /name/notes
	prints third get /variable/notes
}

test_web_ends_cleanly_with_the_stop_signal_of_its_image() {
	prints web linkbox stop web
	prints 0 linkbox inspect -f '{{ .State.ExitCode }}' web
}

no_interface_is_left() {
	! ip -oneline link | grep -E ' (lb|veth)'
}

no_process_is_left() {
	! cat /proc/[0-9]*/comm 2>/dev/null | grep -E '^(postgres|python|linkbox)'
}

test_nothing_is_left_when_all_are_removed() {
	linkbox rm -f web db other
	prints '' echo "$(linkbox ps -aq)"
	linkbox rmi training/webapp training/postgres
	eventually no_interface_is_left
	eventually no_process_is_left
	diff -u /run/test/mounts /proc/self/mounts
}

cat /proc/self/mounts >/run/test/mounts
claims=$(sed -n 's/^test_\([A-Za-z0-9_]*\)() {$/\1/p' "$0")
number=0
for claim in $claims; do
	number=$((number + 1))
	(set -e; test_"$claim") >/run/test/report 2>&1 </dev/null
	result=$?
	sentence=$(echo "$claim" | tr _ ' ' | sed 's/DB PORT 5432 TCP ADDR/DB_PORT_5432_TCP_ADDR/')
	if [ $result = 0 ]; then
		echo "ok $number - real: $sentence"
	else
		echo "not ok $number - real: $sentence"
		sed 's/^/# /' /run/test/report
		[ $number -gt 1 ] || { echo 'Bail out! nothing to run'; exit 1; }
	fi
done
echo "1..$number"
