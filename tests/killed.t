#!/bin/sh
# kill -9 of those who keep a container: its monitor, its first process, both. (At any system call of
# any command: make killed-anywhere.)
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

before_each() {
	image
}

monitor_of() {
	ps -o ppid= -p "$(pid_of "$1")" | tr -d ' '
}

nobody_runs() {
	! pgrep -f "$1"
}

test_a_killed_monitor_takes_its_container_along_and_its_ports_are_free() {
	linkbox run -d --name web -p 8080:80 -p 9000-9031:9000-9031/udp busybox sleep 123456
	kill -9 "$(monitor_of web)"
	eventually has_exited web
	is "$("$LINKBOX" inspect -f '{{.State.ExitCode}} {{.State.Pid}}' web)" '137 0'
	eventually nobody_runs '^sleep 123456'
	linkbox run -d --name next -p 8080:80 -p 9000-9031:9000-9031/udp busybox
	refuses start web
	linkbox rm -f next
	linkbox start web
	linkbox port web 80
	prints 0.0.0.0:8080
}

test_what_should_always_run_comes_back_at_the_next_boot() {
	linkbox run -d --name web --restart always busybox
	linkbox run -d --name once busybox
	kill -9 "$(monitor_of web)" "$(monitor_of once)"
	eventually has_exited web
	eventually has_exited once
	linkbox boot
	linkbox ps --format '{{.Names}}'
	prints web
}

test_a_killed_first_process_ends_its_container() {
	linkbox run -d --name web busybox
	monitor=$(monitor_of web)
	kill -9 "$(pid_of web)"
	linkbox wait web
	prints 137
	eventually not_there "$monitor"
}

not_there() {
	! kill -0 "$1"
}

test_both_killed_at_once_leave_nothing() {
	linkbox run --rm busybox true
	remember_traces
	linkbox run -d --name web -p 8080:80 -p 9000-9031:9000-9031/udp busybox
	kill -9 "$(monitor_of web)" "$(pid_of web)"
	eventually has_exited web
	linkbox rm web
	leaves_no_trace
}

test_nothing_survives_the_monitor_of_a_process_that_changed_its_user() {
	linkbox run -d --name web busybox su -s /bin/sh alice -c 'sleep 123456 & setsid sleep 123457 & exec sleep 123458'
	eventually pgrep -f '^sleep 123456'
	eventually pgrep -f '^sleep 123457'
	eventually pgrep -f '^sleep 123458'
	kill -9 "$(monitor_of web)"
	eventually nobody_runs '^sleep 12345[678]'
	has_exited web
}
