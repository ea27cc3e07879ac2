#!/bin/sh
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

before_each() {
	image
}

test_prints_the_name_of_each_that_it_stops() {
	linkbox run -d --name web busybox
	linkbox run -d --name db busybox
	linkbox stop web db
	prints web db
	is "$(state_of web) $(state_of db)" 'exited exited'
}

test_sends_SIGTERM_and_waits() {
	image idle -c 'CMD ["idle"]'
	linkbox run -d --name web idle
	eventually logged web ready
	linkbox stop web
	linkbox inspect -f '{{ .State.ExitCode }}' web
	prints 0
}

test_kills_after_the_time_given() {
	linkbox run -d --name web --stop-signal TERM busybox
	linkbox stop -t 1 web
	linkbox inspect -f '{{ .State.ExitCode }}' web
	prints 137
}

test_stop_timeout_of_the_container_counts_without_t() {
	linkbox run -d --name web --stop-signal TERM --stop-timeout 1 busybox
	read -r before rest </proc/uptime
	linkbox stop web
	read -r after rest </proc/uptime
	[ $((${after%.*} - ${before%.*})) -le 4 ] || fail 'took too long'
}

test_sends_the_stop_signal_of_the_container() {
	linkbox run -d --name web --stop-signal USR1 busybox sh -c 'trap "exit 9" USR1; echo ready; while :; do sleep 0.1; done'
	eventually logged web ready
	linkbox stop web
	linkbox inspect -f '{{ .State.ExitCode }}' web
	prints 9
}

test_a_monitor_that_is_told_to_end_sends_the_stop_signal() {
	linkbox run -d --name web --stop-signal USR1 busybox sh -c 'trap "exit 7" USR1; echo ready; while :; do sleep 0.1; done'
	eventually logged web ready
	kill "$(ps -o ppid= -p "$(pid_of web)" | tr -d ' ')"
	linkbox wait web
	prints 7
}

test_one_that_is_stopped_is_fine() {
	linkbox create --name web busybox
	linkbox stop web
	prints web
	linkbox run --name db busybox true
	linkbox stop db
	prints db
}

test_reports_a_missing_one_and_stops_the_others() {
	linkbox run -d --name web busybox
	fails_with 1 stop ghost web
	prints web
	says 'linkbox: No such container: ghost'
	is "$(state_of web)" exited
	fails_with 1 docker stop ghost
	says 'Error response from daemon: No such container: ghost'
	fails_with 125 docker stop -t x web
	says 'invalid argument "x" for "-t, --time" flag: strconv.ParseInt: parsing "x": invalid syntax' \
		"See 'docker stop --help'."
}

test_ends_all_processes_of_the_container() {
	linkbox run -d --name web busybox sh -c 'sleep 4321 & setsid sleep 4321 & sleep 4321'
	eventually three_sleep
	linkbox stop web
	not pgrep -f '^sleep 4321'
}

three_sleep() {
	[ "$(pgrep -fc '^sleep 4321')" = 3 ]
}

test_a_client_that_does_not_read_is_no_obstacle() {
	"$LINKBOX" run --name web busybox yes | sleep 60 &
	eventually is_running web
	timeout 20 "$LINKBOX" stop web
	has_exited web
}

is_running() {
	[ "$(state_of "$1")" = running ]
}

test_many_who_wait_are_no_obstacle() {
	linkbox run -d --name web busybox
	for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		"$LINKBOX" wait web >"wait.$i" &
	done
	eventually has_connections 16
	timeout 20 "$LINKBOX" stop web
	has_exited web
	wait
	is "$(cat wait.* | sort | uniq -c | tr -s ' ')" ' 20 137'
}

has_connections() {
	[ "$(ls -l "/proc/$(ps -o ppid= -p "$(pid_of web)" | tr -d ' ')/fd" | grep -c socket)" -ge "$1" ]
}

test_a_stopped_container_has_no_address_and_no_ports() {
	linkbox run -d --name web -p 8080:80 busybox
	linkbox stop web
	linkbox inspect -f '[{{ .NetworkSettings.IPAddress }}] {{ json .NetworkSettings.Ports }} {{ .State.Pid }}' web
	prints '[] {} 0'
	linkbox port web
	prints
}

test_leaves_no_trace_in_the_kernel() {
	linkbox run --rm busybox true
	linkbox create --name web -p 8080:80 busybox
	remember_traces
	linkbox start web
	linkbox stop web
	leaves_no_trace
}
