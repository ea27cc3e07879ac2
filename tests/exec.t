#!/bin/sh
# One more command in a container that runs; terminals are in terminal.t.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

before_each() {
	image
	linkbox run -d --name web -e COLOUR=red -w /etc -h web.example busybox
	id=$(cat "$stdout")
}

test_runs_a_command_with_both_streams_and_its_exit_status() {
	fails_with 7 exec web sh -c 'echo out; echo err >&2; exit 7'
	prints out
	says err
	fails_with 143 exec web sh -c 'kill -TERM $$'
	linkbox exec "$id" true
	says_nothing
}

test_runs_it_in_the_namespaces_of_the_container() {
	linkbox exec web sh -c 'hostname; ip -o link | wc -l; ls /proc/1/root/etc/passwd; readlink /proc/1/exe'
	prints web.example 2 /proc/1/root/etc/passwd /bin/busybox
	for namespace in mnt pid net uts ipc cgroup; do
		is "$(ask exec web readlink /proc/self/ns/$namespace)" "$(ask exec web readlink /proc/1/ns/$namespace)"
	done
}

test_standard_input_is_empty_without_i() {
	echo hi | linkbox exec web cat
	prints
}

test_i_passes_standard_input_on() {
	head -c 3000000 /dev/urandom >input
	linkbox exec -i web cat <input
	works cmp input "$stdout"
}

test_large_output_comes_whole_to_a_slow_reader() {
	"$LINKBOX" exec web seq 1 200000 | (sleep 0.3; cat) >out
	is "$(wc -l <out)" 200000
	is "$(tail -n 1 out)" 200000
}

test_the_environment_is_that_of_the_container_and_e_goes_over_it() {
	linkbox exec -e SIZE=big -e COLOUR=blue web env
	shows '^COLOUR=blue$'
	shows '^SIZE=big$'
	shows '^HOSTNAME=web.example$'
	shows '^HOME=/root$'
	shows '^PATH=/usr/local/sbin:'
	lacks '^TERM='
	linkbox exec -e COLOUR web env
	lacks COLOUR
	COLOUR=green linkbox exec -e COLOUR web env
	shows '^COLOUR=green$'
}

test_env_file_gives_variables() {
	printf '%s\n' '# colours' '  COLOUR=dark blue ' '' 'SIZE' 'EMPTY=' >variables
	SIZE=big linkbox exec --env-file variables -e LAST=1 web env
	shows '^COLOUR=dark blue $'
	shows '^SIZE=big$'
	shows '^EMPTY=$'
	printf 'two words=1\n' >variables
	fails_with 1 exec --env-file variables web env
	warns "poorly formatted environment: variable 'two words' contains whitespaces"
	fails_with 1 exec --env-file nosuch web env
	warns 'open nosuch: no such file or directory'
}

test_link_variables_are_those_of_now() {
	linkbox run -d --name db --expose 5432 busybox
	linkbox run -d --name app --link db:db busybox
	linkbox exec app sh -c 'echo $DB_PORT $DB_NAME'
	prints "tcp://$(address db):5432 /app/db"
	linkbox stop db
	linkbox exec app true
}

test_u_and_w_say_who_and_where() {
	linkbox exec web sh -c 'id -u; pwd; echo $HOME'
	prints 0 /etc /root
	linkbox exec -u alice -w /tmp web sh -c 'id -un; pwd; echo $HOME'
	prints alice /tmp /home/alice
	linkbox run -d --name alices -u alice busybox
	linkbox exec alices id
	prints 'uid=1000(alice) gid=1000(alice) groups=1000(alice),2000(crew)'
	linkbox exec -u 0:crew alices id
	prints 'uid=0(root) gid=2000(crew) groups=2000(crew)'
}

test_refuses_a_user_or_a_place_that_is_not_there() {
	fails_with 126 exec -u nosuch web true
	says 'linkbox: unable to find user nosuch: no matching entries in passwd file'
	fails_with 126 docker exec -u nosuch web true
	says 'unable to find user nosuch: no matching entries in passwd file'
	fails_with 126 exec -w /nosuch web true
	warns 'chdir to cwd ("/nosuch")'
}

test_has_the_capabilities_of_the_container_and_no_more() {
	is "$(ask exec web grep Cap /proc/self/status)" "$(ask exec web grep Cap /proc/1/status)"
	is "$(ask exec -u alice web grep CapEff /proc/self/status | tr -d '\t')" CapEff:0000000000000000
}

test_sees_no_descriptors_but_the_three() {
	exec 7</etc/passwd
	linkbox exec web sh -c 'ls /proc/self/fd'
	prints 0 1 2 3
	linkbox exec -d web sh -c 'ls /proc/self/fd >/fds'
	eventually fds_are_written
}

fds_are_written() {
	[ "$("$LINKBOX" exec web cat /fds | tr '\n' ' ')" = '0 1 2 3 ' ]
}

test_holds_no_descriptor_of_its_caller() {
	# cat ends when nobody has the pipe any more
	("$LINKBOX" exec -d web sleep 100) | timeout 5 cat
	(exec 7>&1; "$LINKBOX" exec -d web sleep 100) | timeout 5 cat
}

test_127_and_126_are_what_shells_return() {
	fails_with 127 exec web nosuch
	says 'linkbox: exec: "nosuch": executable file not found in $PATH'
	fails_with 127 exec web /no/such
	says 'linkbox: exec: "/no/such": stat /no/such: no such file or directory'
	fails_with 126 exec web /etc
	says 'linkbox: exec: "/etc": permission denied'
	fails_with 126 exec web /etc/passwd
	says 'linkbox: exec: "/etc/passwd": permission denied'
	fails_with 127 docker exec web nosuch
	says 'OCI runtime exec failed: exec failed: unable to start container process: exec: "nosuch": executable file not found in $PATH: unknown'
	fails_with 127 exec -d web nosuch
}

test_refuses_a_container_that_does_not_run() {
	linkbox stop web
	fails_with 1 exec web true
	says "linkbox: Container $id is not running"
	fails_with 1 docker exec web true
	says "Error response from daemon: Container $id is not running"
	fails_with 1 exec ghost true
	says 'linkbox: No such container: ghost'
	fails_with 1 docker exec ghost true
	says 'Error: No such container: ghost'
	fails_with 1 docker exec web
	warns '"docker exec" requires at least 2 arguments.'
}

test_d_returns_at_once_and_the_command_goes_on() {
	linkbox exec -d web sh -c 'sleep 0.3; touch /done; exec sleep 1000'
	says_nothing
	not "$LINKBOX" exec web ls /done
	eventually "$LINKBOX" exec web ls /done
}

test_the_end_of_the_container_ends_its_commands() {
	"$LINKBOX" exec web sleep 1000 &
	client=$!
	eventually runs_inside 'sleep 1000'
	linkbox stop web
	status=0
	wait $client || status=$?
	is $status 137
}

runs_inside() {
	"$LINKBOX" exec web ps -o args | grep -qxF "$1"
}

test_the_command_goes_on_when_its_client_is_killed() {
	"$LINKBOX" exec web sleep 1000 &
	client=$!
	eventually runs_inside 'sleep 1000'
	kill -INT $client
	kill -TERM $client
	wait $client || :
	sleep 0.1
	works runs_inside 'sleep 1000'
}

test_what_it_left_in_the_background_goes_on_writing() {
	linkbox exec web sh -c '(sleep 0.3; echo late; touch /done; exec sleep 1000) & echo now'
	prints now
	eventually "$LINKBOX" exec web ls /done
}

test_our_binary_can_not_be_overwritten_from_inside() {
	before=$(md5sum <"$LINKBOX")
	linkbox exec web ln -s /proc/self/exe /bin/trap
	call "$LINKBOX" exec web /bin/trap --list
	"$LINKBOX" exec web sh -c 'while :; do for exe in /proc/[0-9]*/exe; do echo x >>$exe; done 2>/dev/null; done' &
	for try in 1 2 3 4 5 6 7 8 9 10; do
		call "$LINKBOX" exec web /proc/self/exe exec
	done
	is "$(md5sum <"$LINKBOX")" "$before"
}

test_nobody_inside_can_look_into_it_before_it_is_the_command() {
	linkbox exec -d web sh -c 'while :; do for exe in /proc/[0-9]*/exe; do readlink $exe; done >>/seen 2>/dev/null; done'
	for try in 1 2 3 4 5 6 7 8 9 10; do
		linkbox exec web true
	done
	linkbox exec web sort -u /seen
	prints /bin/busybox
}

test_leaves_no_trace_outside() {
	remember_traces
	linkbox exec web true
	fails_with 127 exec web nosuch
	leaves_no_trace
}

test_works_with_the_network_of_the_host_and_with_none() {
	for network in host none; do
		linkbox run -d --name $network --net $network busybox
		linkbox exec $network readlink /proc/self/ns/net
		prints "$(readlink "/proc/$(pid_of $network)/ns/net")"
	done
}

test_is_called_four_ways() {
	four_ways exec web echo hello
}

test_a_working_directory_leads_nowhere_outside() {
	for number in 3 4 5 6 7 8 9 10 11 12; do
		fails_with 126 exec -w /proc/self/fd/$number web pwd
	done
	linkbox exec web ln -s /proc/self/fd /tmp/fds
	fails_with 126 exec -w /tmp/fds/3 web pwd
}
