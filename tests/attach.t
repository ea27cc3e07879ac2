#!/bin/sh
# Attaching to a container that runs already; terminals are in terminal.t.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

before_each() {
	image
}

# attached ARGUMENT...: `attach` in the background, its output in the files out and err
attached() {
	"$LINKBOX" attach "$@" >out 2>err &
	client=$!
}

# ends_with STATUS: the one in the background
ends_with() {
	status=0
	wait $client || status=$?
	is $status "$1"
}

go() {
	linkbox exec "$1" touch /go
}

waiting='until [ -e /go ]; do sleep 0.05; done'

# attaches CONTAINER NUMBER: so many clients have said to its monitor that they want to see it
attaches() {
	[ "$("$LINKBOX" events --since 1h --until 0s -f event=attach -f "container=$1" | wc -l)" = "$2" ]
}

test_shows_what_is_written_from_now_on_and_returns_the_exit_status() {
	linkbox run -d --name web busybox sh -c "echo before; $waiting; echo out; echo err >&2; exit 7"
	eventually logged web before
	attached web
	eventually attaches web 1
	go web
	ends_with 7
	is "$(cat out)" out
	is "$(cat err)" err
}

test_gives_our_input_to_a_container_that_takes_some() {
	linkbox run -d -i --name web busybox sh -c 'read -r line; echo "got $line"; exit 3'
	status=0
	echo hello | "$LINKBOX" attach web >out || status=$?
	is $status 3
	is "$(cat out)" 'got hello'
}

test_leaves_our_input_alone_with_no_stdin_and_when_the_container_takes_none() {
	linkbox run -d -i --name web busybox sh -c "$waiting"
	printf 'one\ntwo\n' >lines
	(
		"$LINKBOX" attach --no-stdin web &
		eventually attaches web 1
		go web
		wait $!
		cat
	) <lines >out
	is "$(cat out)" 'one
two'
}

test_refuses_a_container_that_is_stopped_or_not_there() {
	linkbox create --name web busybox
	fails_with 1 attach web
	says 'linkbox: You cannot attach to a stopped container, start it first'
	fails_with 1 docker attach web
	says 'You cannot attach to a stopped container, start it first'
	fails_with 1 attach ghost
	says 'linkbox: No such container: ghost'
	fails_with 1 docker attach ghost
	says 'Error: No such container: ghost'
}

# passes_on PID: it takes signals to pass them on
passes_on() {
	grep '^SigBlk' "/proc/$1/status" | grep -q '[1-9a-f]'
}

test_passes_signals_on() {
	linkbox run -d --name web busybox \
		sh -c 'trap "echo usr2" USR2; trap "exit 9" HUP; echo ready; while :; do sleep 0.05; done'
	eventually logged web ready
	attached web
	eventually passes_on $client
	kill -TERM $client
	kill -USR2 $client
	eventually logged web usr2
	is "$(state_of web)" running
	kill -HUP $client
	ends_with 9
}

test_without_sig_proxy_a_signal_ends_the_client_alone() {
	linkbox run -d --name web busybox sh -c 'trap "exit 9" TERM; echo ready; while :; do sleep 0.05; done'
	eventually logged web ready
	attached --sig-proxy=false web
	eventually attaches web 1
	kill -TERM $client
	ends_with 143
	is "$(state_of web)" running
}

test_a_signal_passes_input_that_nobody_reads() {
	linkbox run -d -i --name web busybox sh -c 'trap "exit 9" TERM; echo ready; while :; do sleep 0.05; done'
	eventually logged web ready
	mkfifo keys
	"$LINKBOX" attach web <keys &
	client=$!
	exec 8>keys
	timeout 1 dd if=/dev/zero of=/dev/fd/8 bs=64k 2>/dev/null || :
	kill -TERM $client
	ends_with 9
}

test_several_see_the_same() {
	linkbox run -d --name web busybox sh -c "$waiting; echo hello; exit 4"
	"$LINKBOX" attach web >first &
	first=$!
	attached web
	eventually attaches web 2
	go web
	ends_with 4
	status=0
	wait $first || status=$?
	is $status 4
	is "$(cat first out)" 'hello
hello'
}

test_a_container_outlives_its_clients() {
	linkbox run -d --name web busybox sh -c 'while :; do echo y; sleep 0.01; done'
	attached web
	eventually [ -s out ]
	kill -KILL $client
	ends_with 137
	is "$(state_of web)" running
	attached web
	eventually [ -s out ]
	kill -KILL $client
}

test_a_client_whose_output_is_closed_ends_and_the_container_goes_on() {
	("$LINKBOX" run --name web busybox yes 2>err || echo $? >status) | head -n 1 >out
	is "$(cat out)" y
	eventually [ -s status ]
	is "$(cat status)" 1
	is "$(cat err)" 'linkbox: write /dev/stdout: Broken pipe'
	is "$(state_of web)" running
	linkbox kill web
}

test_reports_137_when_the_monitor_is_killed() {
	linkbox run -d --name web busybox
	attached web
	eventually attaches web 1
	kill -KILL "$(pgrep -of "monitor $(ask inspect -f '{{ .Id }}' web)")"
	ends_with 137
	works grep -F 'killed' err
}

test_refuses_keys_that_are_none() {
	linkbox run -d -t --name web busybox
	fails_with 1 attach --no-stdin --detach-keys ctrl-1 web
	says 'linkbox: Invalid detach keys (ctrl-1) provided'
}

test_refuses_a_terminal_container_when_our_input_is_none() {
	linkbox run -d -it --name web busybox
	fails_with 1 docker attach web
	says 'the input device is not a TTY'
}
