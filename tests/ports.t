#!/bin/sh
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

before_each() {
	image
}

# ports_of OPTION...: what `port` says of a container run with these options
ports_of() {
	linkbox run -d --name web "$@" busybox
	linkbox port web
}

refused_in_words() {
	fails_with 125 docker run -d --name web -p "$1" busybox
	prints
	says "docker: $2." "See 'docker run --help'."
	refuses inspect web
}

# --- what -p takes

test_a_container_port_gets_any_host_port_from_49153_up() {
	ports_of -p 80
	prints '80/tcp -> 0.0.0.0:49153'
}

test_host_port_and_container_port() {
	ports_of -p 8080:80
	prints '80/tcp -> 0.0.0.0:8080'
}

test_address_host_port_and_container_port() {
	ports_of -p 127.0.0.1:8080:80
	prints '80/tcp -> 127.0.0.1:8080'
}

test_address_and_container_port() {
	ports_of -p 127.0.0.1::80
	prints '80/tcp -> 127.0.0.1:49153'
}

test_other_spellings_of_any_host_port() {
	ports_of -p :80 -p 0:81 -p 82/ -p 83/TCP
	prints '80/tcp -> 0.0.0.0:49153' '81/tcp -> 0.0.0.0:49154' '82/tcp -> 0.0.0.0:49155' '83/tcp -> 0.0.0.0:49156'
}

test_udp() {
	ports_of -p 5000:5000/udp -p 5000:5000/tcp -p 53/UDP
	prints '53/udp -> 0.0.0.0:49153' '5000/tcp -> 0.0.0.0:5000' '5000/udp -> 0.0.0.0:5000'
}

test_a_range_to_a_range_pairwise() {
	ports_of -p 8000-8002:80-82
	prints '80/tcp -> 0.0.0.0:8000' '81/tcp -> 0.0.0.0:8001' '82/tcp -> 0.0.0.0:8002'
}

test_a_range_to_any_ports() {
	ports_of -p 80-82
	prints '80/tcp -> 0.0.0.0:49153' '81/tcp -> 0.0.0.0:49154' '82/tcp -> 0.0.0.0:49155'
}

test_a_port_to_the_first_free_one_of_a_range() {
	ports_of -p 8000-8002:80
	prints '80/tcp -> 0.0.0.0:8000'
	linkbox run -d --name second -p 8000-8002:80 busybox
	linkbox port second
	prints '80/tcp -> 0.0.0.0:8001'
	linkbox run -d --name third -p 8000-8002:80 busybox
	fails_with 125 run -d --name fourth -p 8000-8002:80 busybox
	warns 'all ports are allocated'
}

test_publishing_also_exposes() {
	linkbox run -d --name web -p 8080:80 --expose 90 busybox
	linkbox inspect -f '{{ json .Config.ExposedPorts }}' web
	prints '{"80/tcp":{},"90/tcp":{}}'
}

test_P_publishes_what_is_exposed_and_has_no_p_of_its_own() {
	image served -c 'EXPOSE 80 53/udp' -c 'CMD ["sleep", "1000"]'
	linkbox run -d --name web -P -p 8080:80 --expose 90-91 served
	linkbox port web
	prints '53/udp -> 0.0.0.0:49153' '80/tcp -> 0.0.0.0:8080' '90/tcp -> 0.0.0.0:49153' '91/tcp -> 0.0.0.0:49154'
}

# --- what -p refuses

test_refuses_container_ports_that_are_none() {
	refused_in_words 80:x 'Invalid containerPort: x'
	refused_in_words 70000 'Invalid containerPort: 70000'
	refused_in_words 80:70000 'Invalid containerPort: 70000'
	refused_in_words 80:80-70 'Invalid containerPort: 80-70'
}

test_refuses_host_ports_that_are_none() {
	refused_in_words x:80 'Invalid hostPort: x'
	refused_in_words 70000:80 'Invalid hostPort: 70000'
	refused_in_words 9090-9089:80 'Invalid hostPort: 9090-9089'
	refused_in_words 9090-:80 'Invalid hostPort: 9090-'
	refused_in_words -9090:80 'Invalid hostPort: -9090'
	refused_in_words 127.0.0.1:80 'Invalid hostPort: 127.0.0.1'
}

test_refuses_addresses_that_are_none() {
	refused_in_words 1.2.3:80:80 'Invalid ip address: 1.2.3'
	refused_in_words a.b:80:80 'Invalid ip address: a.b'
}

test_refuses_no_port() {
	refused_in_words 8080: 'No port specified: 8080:<empty>'
	refused_in_words '' 'No port specified: <empty>'
}

test_refuses_other_protocols() {
	refused_in_words 80/foo 'Invalid proto: foo'
}

test_refuses_ranges_of_different_length() {
	refused_in_words 8080-8082:80-81 'Invalid ranges specified for container and host Ports: 80-81 and 8080-8082'
}

test_refuses_bad_exposes() {
	fails_with 125 docker run --expose 80:80 busybox
	says 'docker: invalid port format for --expose: 80:80.' "See 'docker run --help'."
	fails_with 125 docker run --expose 82-80 busybox
	says 'docker: invalid range format for --expose: 82-80, error: Invalid range specified for the Port: 82-80.' \
		"See 'docker run --help'."
	fails_with 125 docker run --expose x busybox
	says 'docker: invalid range format for --expose: x, error: strconv.ParseUint: parsing "x": invalid syntax.' \
		"See 'docker run --help'."
	fails_with 125 run --expose 70000 busybox
	fails_with 125 run --expose '' busybox
}

# --- conflicts

test_a_port_of_another_container_is_refused_with_its_name() {
	linkbox run -d --name web -p 8080:80 busybox
	fails_with 125 run -d --name second -p 8080:80 busybox
	prints_like '[0-9a-f]{64}'
	warns 'Bind for 0.0.0.0:8080 failed: port is already allocated'
	warns web
	linkbox inspect -f '{{ .State.Status }} {{ .State.ExitCode }}' second
	prints 'created 128'
	linkbox port second
	prints
	linkbox rm -f web
	linkbox start second
	linkbox port second
	prints '80/tcp -> 0.0.0.0:8080'
}

test_a_conflict_keeps_no_port_and_leaves_no_trace() {
	linkbox run -d --name web -p 8080:80 busybox
	linkbox create --name second -p 8079:79 -p 8080:80 -p 8081:81/udp busybox
	remember_traces
	fails_with 1 start second
	leaves_no_trace
	linkbox run -d --name third -p 8079:79 -p 8081:81/udp busybox
}

test_a_port_of_a_host_program_is_refused() {
	socat TCP-LISTEN:8080,fork,reuseaddr EXEC:cat &
	eventually listening 8080
	fails_with 125 run -d --name web -p 8080:80 busybox
	warns 8080
	warns 'address already in use'
	not grep -q proxy "$stderr"
	fails_with 125 run -d -p 127.0.0.1:8080:80 busybox
	linkbox run -d -p 8080:80/udp busybox
}

test_a_host_program_is_refused_a_port_of_a_container() {
	linkbox run -d --name web -p 8080:80 -p 9090:90/udp busybox
	not python3 -c 'import socket; s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); s.bind(("", 8080)); s.listen()'
	not python3 -c 'import socket; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind(("", 9090))'
	linkbox stop web
	works python3 -c 'import socket; s = socket.socket(); s.bind(("", 8080)); s.listen()'
	works python3 -c 'import socket; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind(("", 9090))'
}

test_all_addresses_and_one_of_them_conflict() {
	linkbox run -d --name web -p 8080:80 busybox
	fails_with 125 run -d -p 127.0.0.1:8080:80 busybox
	warns 8080
	linkbox run -d --name one -p 127.0.0.1:8081:80 busybox
	fails_with 125 run -d -p 8081:80 busybox
	warns 8081
	warns one
}

test_two_addresses_and_two_protocols_do_not_conflict() {
	ip address add 192.0.2.1/32 dev lo
	linkbox run -d -p 127.0.0.1:8080:80 busybox
	linkbox run -d -p 192.0.2.1:8080:80 busybox
	linkbox run -d -p 127.0.0.1:8080:80/udp busybox
}

test_the_same_port_twice_in_one_run_is_a_conflict() {
	fails_with 125 run -d --name web -p 8080:80 -p 8080:81 busybox
	warns 'Bind for 0.0.0.0:8080 failed: port is already allocated'
}

test_ranges_conflict_where_they_overlap() {
	linkbox run -d --name web -p 10000-10999:10000-10999/udp busybox
	fails_with 125 run -d -p 10999-11100:10999-11100/udp busybox
	warns web
	fails_with 125 run -d -p 10500:80/udp busybox
	warns web
	linkbox run -d -p 10500:80 busybox
	linkbox run -d -p 11000-11100:11000-11100/udp busybox
}

test_a_range_conflicts_with_a_host_program() {
	socat UDP-LISTEN:10500,fork EXEC:cat &
	eventually listening 10500
	fails_with 125 run -d -p 10000-10999:10000-10999/udp busybox
	warns 10500
}

test_an_address_that_the_host_does_not_have_yet_is_fine() {
	linkbox run -d --name web -p 192.0.2.9:8080:5000 busybox serve hello
	ip address add 192.0.2.9/32 dev lo
	eventually answers 192.0.2.9:8080 hello
}

# --- automatic ports

test_automatic_ports_go_up_and_are_not_reused_at_once() {
	linkbox run -d --name one -p 80 busybox
	linkbox run -d --name two -p 80 busybox
	is "$(host_port one 80) $(host_port two 80)" '49153 49154'
	linkbox rm -f one
	linkbox run -d --name three -p 80 busybox
	is "$(host_port three 80)" 49155
}

test_automatic_ports_are_kept_over_a_restart() {
	linkbox run -d --name web -p 80 busybox
	linkbox run -d --name other -p 80 busybox
	linkbox restart web
	is "$(host_port web 80)" 49153
	linkbox stop web
	linkbox start web
	is "$(host_port web 80)" 49153
}

test_an_automatic_port_that_was_taken_meanwhile_is_replaced() {
	linkbox run -d --name web -p 80 busybox
	linkbox stop web
	socat TCP-LISTEN:49153,fork,reuseaddr EXEC:cat &
	eventually listening 49153
	linkbox start web
	is "$(host_port web 80)" 49154
}

test_automatic_ports_skip_those_that_host_programs_have() {
	socat TCP-LISTEN:49153,fork,reuseaddr EXEC:cat &
	eventually listening 49153
	linkbox run -d --name web -p 80 busybox
	is "$(host_port web 80)" 49154
}

test_tcp_and_udp_are_counted_apart() {
	ports_of -p 80/tcp -p 80/udp
	prints '80/tcp -> 0.0.0.0:49153' '80/udp -> 0.0.0.0:49153'
}

# --- packets

test_answers_on_every_address_of_the_host() {
	machine lan 198.51.100.2/24 198.51.100.1/24
	linkbox run -d --name web -p 8080:5000 busybox serve hello
	eventually answers 127.0.0.1:8080 hello
	works answers 127.0.0.2:8080 hello
	works answers 198.51.100.1:8080 hello
	is "$(on lan curl -s -m 3 http://198.51.100.1:8080/)" hello
}

test_on_127_0_0_1_only_the_host_gets_an_answer() {
	machine lan 198.51.100.2/24 198.51.100.1/24
	linkbox run -d --name web -p 127.0.0.1:8080:5000 busybox serve hello
	eventually answers 127.0.0.1:8080 hello
	not answers 198.51.100.1:8080 hello
	not on lan curl -s -m 1 http://198.51.100.1:8080/
	on lan ip address del 127.0.0.1/8 dev lo
	on lan sysctl -q net.ipv4.conf.all.route_localnet=1
	on lan ip route add 127.0.0.1/32 via 198.51.100.1
	not on lan curl -s -m 1 http://127.0.0.1:8080/
}

test_on_one_address_of_the_host_the_others_do_not_answer() {
	machine lan 198.51.100.2/24 198.51.100.1/24
	ip address add 192.0.2.1/32 dev lo
	linkbox run -d --name web -p 198.51.100.1:8080:5000 busybox serve hello
	eventually answers 198.51.100.1:8080 hello
	is "$(on lan curl -s -m 3 http://198.51.100.1:8080/)" hello
	not answers 127.0.0.1:8080 hello
	not answers 192.0.2.1:8080 hello
}

udp_echoes() {
	[ "$(echo hello | socat -t 0.5 - "UDP:$1")" = hello ]
}

test_udp_goes_both_ways_from_the_host_and_from_outside() {
	machine lan 198.51.100.2/24 198.51.100.1/24
	linkbox run -d --name web -p 5300:53/udp busybox
	within web socat UDP-LISTEN:53,fork EXEC:cat &
	eventually udp_echoes 127.0.0.1:5300
	works udp_echoes 198.51.100.1:5300
	is "$(echo hello | on lan socat -t 0.5 - UDP:198.51.100.1:5300)" hello
}

test_a_container_reaches_itself_and_others_through_published_ports() {
	machine lan 198.51.100.2/24 198.51.100.1/24
	linkbox run -d --name web -p 8080:5000 busybox serve hello
	linkbox run -d --name other busybox
	eventually answers 127.0.0.1:8080 hello
	for from in web other; do
		linkbox exec $from wget -qO- http://198.51.100.1:8080/
		prints hello
	done
	linkbox exec web wget -qO- http://172.17.0.1:8080/
	prints hello
}

test_every_port_of_a_range_leads_to_its_own() {
	linkbox run -d --name web -p 8000-8002:5000-5002 busybox sh -c 'for p in 5000 5001 5002; do httpd -p $p -h /www; done; sleep 1000'
	for port in 8000 8001 8002; do
		eventually answers 127.0.0.1:$port 'Hello world!'
	done
	linkbox run -d --name many -p 20000-20099:20000-20099/udp busybox
	within many socat UDP-LISTEN:20050,fork EXEC:'echo fifty' &
	eventually fifty 20050
	not fifty 20051
}

fifty() {
	[ "$(echo hello | socat -t 0.3 - UDP:127.0.0.1:"$1")" = fifty ]
}

test_a_stopped_container_answers_no_more_and_its_flows_end() {
	linkbox run -d --name web -p 8080:5000 busybox serve hello
	eventually answers 127.0.0.1:8080 hello
	linkbox stop web
	not answers 127.0.0.1:8080 hello
	linkbox start web
	eventually answers 127.0.0.1:8080 hello
}

# The worker of a start is gone.
only_one_monitor() {
	[ "$(pgrep -fc '^linkbox monitor')" = 1 ]
}

# What was removed may still be on its way out.
no_more_than_before() {
	pgrep -c . >after
	[ "$(cat after)" -le "$(cat before)" ]
}

test_without_a_helper_process() {
	linkbox run -d --name web busybox
	eventually only_one_monitor
	(pgrep -c . >before; true)   # a shell of its own, as eventually has
	linkbox rm -f web
	linkbox run -d --name web -p 127.0.0.1:8080:5000 -p 80-99 busybox
	eventually no_more_than_before
}

test_the_port_of_a_container_whose_monitor_was_killed_is_free() {
	linkbox run -d --name web -p 8080:80 busybox serve old 80
	kill_monitor web
	linkbox run -d --name other -p 8080:80 busybox serve new 80
	eventually answers 127.0.0.1:8080 new
	refuses start web
	warns 'port is already allocated by container other'
}

test_net_host_publishes_nothing_and_says_so() {
	linkbox run -d --net host -p 8080:80 --name web busybox
	warns 'WARNING: Published ports are discarded when using host network mode'
	linkbox port web
	prints
	linkbox run -d --name other -p 8080:80 busybox
}

test_takes_more_ports_than_half_the_files_a_process_may_have() {
	(ulimit -Sn 1024 && linkbox run -d -P --expose 1-600 busybox)
}

# --- whose ports are free

# free_once_unseen KILL OPTION...: as soon as `ps` knows no more of one that was killed, another takes its ports
free_once_unseen() {
	end=$1
	shift
	for number in $(seq 20); do
		linkbox run -d --name "web$number" -p 8080:80 -p 81:81/udp -p 9000-9031:9000-9031 "$@" busybox
		kill -9 "$("$end" "web$number")"
		while [ -n "$("$LINKBOX" ps -q)" ]; do :; done
		linkbox run --rm -p 8080:80 -p 81:81/udp -p 9000-9031:9000-9031 busybox true
	done
}

monitor_of() {
	ps -o ppid= -p "$(pid_of "$1")" | tr -d ' '
}

test_whoever_sees_a_container_gone_finds_its_ports_free() {
	free_once_unseen pid_of --rm
}

test_whoever_sees_that_a_container_has_ended_finds_its_ports_free() {
	free_once_unseen pid_of
}

test_whoever_sees_that_a_monitor_was_killed_finds_its_ports_free() {
	free_once_unseen monitor_of
}
