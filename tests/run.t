#!/bin/sh
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

before_each() {
	image
}

# --- what it prints and returns

test_shows_what_the_process_writes_on_both_streams() {
	linkbox run --rm busybox sh -c 'echo out; echo err >&2'
	prints out
	says err
}

test_prints_the_id_when_detached() {
	linkbox run -d busybox
	prints_like '[0-9a-f]{64}'
	is "$(state_of "$(cat "$stdout")")" running
}

test_returns_the_exit_status_of_the_process() {
	fails_with 7 run --rm busybox sh -c 'exit 7'
	says_nothing
}

test_returns_128_and_the_signal_that_killed_the_process() {
	"$LINKBOX" run --name dying busybox >/dev/null &
	client=$!
	eventually is_running dying
	linkbox kill -s KILL dying
	status=0
	wait $client || status=$?
	is $status 137
}

is_running() {
	[ "$(state_of "$1")" = running ]
}

test_returns_127_when_the_command_is_not_found() {
	fails_with 127 run busybox nosuch
	warns 'exec: "nosuch": executable file not found in $PATH'
	is "$(wc -l <"$stderr")" 1
}

test_returns_126_when_the_command_is_a_directory() {
	fails_with 126 run busybox /etc
	warns 'exec: "/etc": permission denied'
}

test_returns_126_when_the_command_is_not_executable() {
	fails_with 126 run busybox /etc/passwd
	warns 'exec: "/etc/passwd": permission denied'
}

test_returns_127_when_the_path_of_the_command_is_not_there() {
	fails_with 127 run busybox /no/such
	warns 'exec: "/no/such": '
	warns 'no such file or directory'
}

test_a_container_whose_command_is_not_found_stays_created() {
	fails_with 127 run -d --name web busybox nosuch
	prints_like '[0-9a-f]{64}'
	linkbox inspect -f '{{ .State.Status }} {{ .State.ExitCode }}' web
	prints 'created 127'
}

test_says_so_in_the_words_of_docker() {
	fails_with 125 docker run nosuch:image
	warns "Unable to find image 'nosuch:image' locally"
	fails_with 125 docker run -w rel busybox true
	says "docker: Error response from daemon: the working directory 'rel' is invalid, it needs to be an absolute path." \
		"See 'docker run --help'."
	fails_with 125 docker run --nosuch busybox
	says 'unknown flag: --nosuch' "See 'docker run --help'."
	fails_with 125 docker run -e
	says "flag needs an argument: 'e' in -e" "See 'docker run --help'."
	fails_with 1 docker run
	says '"docker run" requires at least 1 argument.' "See 'docker run --help'." '' \
		'Usage:  docker run [OPTIONS] IMAGE [COMMAND] [ARG...]' '' 'Run a command in a new container'
}

# --- the command

test_runs_the_command_of_the_image() {
	image hello -c 'CMD ["echo", "hello", "world"]'
	linkbox run --rm hello
	prints 'hello world'
}

test_a_command_replaces_that_of_the_image() {
	image hello -c 'CMD ["echo", "hello"]'
	linkbox run --rm hello echo other
	prints other
}

test_a_command_as_text_is_for_the_shell() {
	image hello -c 'CMD echo $((6 * 7))'
	linkbox run --rm hello
	prints 42
}

test_the_entrypoint_of_the_image_comes_first() {
	image hello -c 'ENTRYPOINT ["echo", "it is"]' -c 'CMD ["me"]'
	linkbox run --rm hello
	prints 'it is me'
	linkbox run --rm hello you
	prints 'it is you'
}

test_entrypoint_replaces_entrypoint_and_command_of_the_image() {
	image hello -c 'ENTRYPOINT ["echo", "it is"]' -c 'CMD ["me"]'
	linkbox run --rm --entrypoint /bin/echo hello a b
	prints 'a b'
	linkbox run --rm --entrypoint echo hello
	prints ''
}

test_refuses_an_image_without_a_command() {
	image bare -c 'ENV A=1'
	fails_with 125 run bare
	warns 'No command specified'
	fails_with 125 docker run bare
	says 'docker: Error response from daemon: No command specified.' "See 'docker run --help'."
}

test_options_end_at_the_image() {
	linkbox run --rm busybox echo -d --name x
	prints '-d --name x'
}

# --- input, output, terminal

test_standard_input_is_empty_without_i() {
	echo hi | linkbox run --rm busybox cat
	prints
}

test_i_passes_standard_input_on_to_its_end() {
	lines one two >input
	linkbox run --rm -i busybox cat <input
	prints one two
}

test_passes_a_large_input_and_output_through_whole() {
	head -c 3000000 /dev/urandom >input
	linkbox run --rm -i busybox cat <input
	works cmp input "$stdout"
}

test_refuses_a_terminal_when_standard_input_is_none() {
	fails_with 1 docker run -it busybox true
	says 'the input device is not a TTY'
}

test_t_gives_the_process_a_terminal() {
	linkbox run --rm -t busybox sh -c 'tty; test -t 1 && echo $TERM; echo err >&2'
	is "$(tr -d '\r' <"$stdout")" "/dev/pts/0
xterm
err"
	is "$(tr -cd '\r' <"$stdout" | wc -c)" 3
}

test_a_chooses_the_streams() {
	linkbox run --rm -a stderr busybox sh -c 'echo out; echo err >&2'
	prints
	says err
	linkbox run --rm -a stdout busybox sh -c 'echo out; echo err >&2'
	prints out
	says
}

test_a_stdin_alone_sends_the_input_prints_the_id_and_returns() {
	echo hi | linkbox run --name web -a stdin -i busybox cat
	prints_like '[0-9a-f]{64}'
	eventually logged web hi
}

test_refuses_bad_streams() {
	fails_with 125 docker run -a rubbish busybox
	says 'invalid argument "rubbish" for "-a, --attach" flag: valid streams are STDIN, STDOUT and STDERR' \
		"See 'docker run --help'."
	fails_with 1 docker run -d -a stdout busybox
	says 'Conflicting options: -a and -d'
}

test_passes_signals_on_to_the_process() {
	"$LINKBOX" run --name web busybox sh -c 'trap "echo got it; exit 5" TERM; echo ready; while :; do sleep 0.1; done' >out &
	client=$!
	eventually grep ready out
	kill -TERM $client
	status=0
	wait $client || status=$?
	is $status 5
	works grep -x 'got it' out
}

test_the_process_sees_no_descriptors_but_the_three() {
	linkbox run --rm busybox sh -c 'ls /proc/self/fd'
	prints 0 1 2 3
	exec 7</etc/passwd
	linkbox run --rm busybox sh -c 'ls /proc/self/fd'
	prints 0 1 2 3
}

# --- identity and place

test_w_sets_the_working_directory_and_makes_it() {
	linkbox run --rm -w /etc busybox pwd
	prints /etc
	linkbox run --rm -w /new/place busybox pwd
	prints /new/place
	fails_with 125 run --rm -w rel busybox pwd
	warns "the working directory 'rel' is invalid, it needs to be an absolute path"
	fails_with 125 docker run --rm -w /etc/passwd busybox pwd
	says 'docker: Error response from daemon: Cannot mkdir: /etc/passwd is not a directory.'
}

test_u_takes_a_name_with_its_groups() {
	linkbox run --rm -u alice busybox id
	prints 'uid=1000(alice) gid=1000(alice) groups=1000(alice),2000(crew)'
	linkbox run --rm -u alice:crew busybox id
	prints 'uid=1000(alice) gid=2000(crew) groups=2000(crew)'
	linkbox run --rm -u 1000:2000 busybox id
	prints 'uid=1000(alice) gid=2000(crew) groups=2000(crew)'
}

test_u_takes_a_number_that_nobody_has() {
	linkbox run --rm -u 5000 busybox sh -c 'id; echo $HOME'
	prints 'uid=5000 gid=0(root) groups=0(root)' /
}

test_refuses_an_unknown_user_or_group() {
	fails_with 125 run --rm -u nosuch busybox id
	warns 'unable to find user nosuch: no matching entries in passwd file'
	fails_with 125 run --rm -u 1:nosuch busybox id
	warns 'unable to find group nosuch: no matching entries in group file'
	fails_with 125 run --rm -u 0:0junk busybox id
	warns 'unable to find group 0junk: no matching entries in group file'
}

test_refuses_a_user_number_out_of_range() {
	for user in 2147483648 4294967296 99999999999999999999; do
		fails_with 125 run --rm -u $user busybox id
	done
	fails_with 125 run --rm -u 2147483648 busybox id
	warns 'uids and gids must be in range 0-2147483647'
}

test_h_sets_the_host_name() {
	linkbox run --rm -h foo.bar.baz busybox sh -c 'hostname; cat /etc/hostname; echo $HOSTNAME'
	prints foo.bar.baz foo.bar.baz foo.bar.baz
}

test_the_host_name_is_the_first_12_digits_of_the_id() {
	linkbox run --name web busybox sh -c 'hostname; cat /etc/hostname; echo $HOSTNAME'
	id=$(ask inspect -f '{{ slice .Id 0 12 }}' web)
	linkbox logs web
	prints "$id" "$id" "$id"
}

test_ping_and_low_ports_are_for_every_user() {
	linkbox run -d --name web -u alice busybox httpd -f -p 80
	eventually connects web 127.0.0.1 80
	works within web setpriv --reuid 1000 --regid 1000 --clear-groups \
		python3 -c 'from socket import *; socket(AF_INET, SOCK_DGRAM, IPPROTO_ICMP)'
}

# --- its files

test_each_container_has_files_of_its_own() {
	linkbox run --name one busybox sh -c 'echo one >/file; rm /etc/group'
	linkbox run --rm busybox test -e /etc/group
	fails_with 1 run --rm busybox test -e /file
}

test_read_only_makes_the_root_read_only() {
	fails_with 1 run --rm --read-only busybox touch /file
	says 'touch: /file: Read-only file system'
	linkbox run --rm --read-only --tmpfs /scratch busybox touch /scratch/file /dev/shm/file
}

test_tmpfs_mounts_one_with_its_options() {
	linkbox run --rm --tmpfs /scratch:size=1m,mode=700 busybox sh -c 'grep " /scratch " /proc/mounts; stat -c %a /scratch'
	prints_like 'tmpfs /scratch tmpfs rw,nosuid,nodev,noexec,relatime,size=1024k,mode=700.*' 700
	fails_with 125 run --rm --tmpfs rel busybox true
	warns "invalid mount path: 'rel' mount path must be absolute"
}

test_dev_has_the_devices_that_programs_expect() {
	linkbox run --rm busybox sh -c 'cd /dev && ls -d full null ptmx pts random shm stderr stdin stdout tty urandom zero fd mqueue &&
		echo x >null && head -c 2 zero | wc -c && head -c 3 urandom | wc -c'
	is "$(tail -n 2 "$stdout" | tr '\n' ' ')" '2 3 '
}

# --- life

test_rm_leaves_nothing_of_the_container() {
	linkbox run --rm busybox true
	remember_traces
	stored >before
	linkbox run --rm --name web -p 80 busybox true
	leaves_no_trace
	stored >after
	works diff -u before after
	linkbox ps -aq
	prints
}

test_rm_also_removes_a_container_that_does_not_start() {
	fails_with 127 run --rm --name web busybox nosuch
	linkbox ps -aq
	prints
}

test_rm_and_detached_go_together() {
	linkbox run -d --rm --name web busybox
	linkbox stop web
	eventually gone web
}

gone() {
	! "$LINKBOX" inspect "$1"
}

test_cidfile_gets_the_id() {
	linkbox run -d --cidfile id busybox
	is "$(cat id)" "$(cat "$stdout")"
	fails_with 125 docker run --cidfile id busybox true
	says "docker: container ID file found, make sure the other container isn't running or delete id." \
		"See 'docker run --help'."
}

test_cidfile_may_be_anywhere_and_comes_before_the_container() {
	linkbox run -d --cidfile "$box/id" busybox
	is "$(cat "$box/id")" "$(cat "$stdout")"
	refuses run -d --cidfile /nowhere/id busybox
	warns 'failed to create the container ID file: open /nowhere/id'
	linkbox ps -aq
	lines 1
}

test_works_where_the_end_of_children_is_ignored() {
	is "$(timeout 20 env --ignore-signal=CHLD "$LINKBOX" run --rm busybox echo here)" here
}

test_nothing_that_the_caller_has_open_stays_open() {
	linkbox run -d --name web busybox 8>"$box/open"
	! ls -l "/proc/$(ps -o ppid= -p "$(pid_of web)" | tr -d ' ')/fd" | grep "$box/open"
}

test_no_input_is_lost_when_the_client_leaves_first() {
	head -c 200000 /dev/zero | linkbox run -i -a stdin --name web busybox sh -c 'sleep 0.5; wc -c'
	linkbox wait web
	linkbox logs web
	prints 200000
}

test_init_runs_the_command_as_a_child_and_reaps() {
	fails_with 3 run --rm --init busybox sh -c 'echo $$; (sleep 0 &); sleep 0.3; ps -o pid,stat | grep Z; exit 3'
	isnt "$(cat "$stdout")" 1
}

test_labels_are_kept() {
	linkbox create --name web --label a=1 -l b busybox
	linkbox inspect -f '{{ json .Config.Labels }}' web
	prints '{"a":"1","b":""}'
	fails_with 125 docker run --label '' busybox true
	says "invalid argument \"\" for \"-l, --label\" flag: invalid label '': empty name" "See 'docker run --help'."
}

test_stop_signal_has_to_be_one() {
	fails_with 125 docker run --stop-signal FOO busybox true
	says 'docker: Error response from daemon: Invalid signal: FOO.' "See 'docker run --help'."
}

test_an_image_is_found_by_tag_and_by_id() {
	linkbox tag busybox busybox:second
	linkbox run --rm busybox:second echo tag
	prints tag
	id=$(ask images -q busybox:second)
	linkbox run --rm "$id" echo id
	prints id
}

test_runs_many_at_once() {
	for n in 1 2 3 4 5 6 7 8; do
		"$LINKBOX" run --rm --name "many$n" busybox echo $n >"out$n" 2>&1 &
	done
	wait
	is "$(cat out? | tr -d '\n')" 12345678
	linkbox ps -aq
	prints
}

# --- the network

test_net_none_has_only_lo() {
	linkbox run --rm --net none busybox sh -c 'ls /sys/class/net; cat /etc/hosts'
	prints lo '127.0.0.1	localhost' '::1	localhost ip6-localhost ip6-loopback' 'fe00::0	ip6-localnet' \
		'ff00::0	ip6-mcastprefix' 'ff02::1	ip6-allnodes' 'ff02::2	ip6-allrouters'
}

test_net_host_is_the_network_of_the_host() {
	ip link add seen type veth peer name peer
	linkbox run --rm --net host busybox ip link show seen
	shows seen
	linkbox run --rm --net host busybox hostname
	prints "$(hostname)"
}

test_net_container_shares_the_network_and_the_files_of_another() {
	linkbox run -d --name web busybox serve hello
	eventually connects web 127.0.0.1 5000
	linkbox run --rm --net container:web busybox wget -qO- http://127.0.0.1:5000/
	prints hello
	linkbox run --rm --net container:web busybox cat /etc/hosts /etc/hostname
	cp "$stdout" shared
	linkbox exec web cat /etc/hosts /etc/hostname
	works diff shared "$stdout"
}

test_refuses_networks_that_do_not_go_together_with_other_options() {
	linkbox run -d --name db busybox
	for net in host none container:db; do
		fails_with 125 docker run --net $net --link db busybox true
		says 'docker: links are only supported for user-defined networks.' "See 'docker run --help'."
	done
	fails_with 125 run --net container:db -p 80:80 busybox true
	warns 'conflicting options: port publishing and the container type network mode'
	fails_with 125 run --net container:db -h x busybox true
	warns 'conflicting options: hostname and the network mode'
	fails_with 125 run --net container:ghost busybox true
	warns 'No such container: ghost'
	fails_with 125 run --net nosuch busybox true
	warns 'network nosuch not found'
}

test_ip_gives_the_address() {
	linkbox run -d --name web --ip 172.17.0.77 busybox
	is "$(address web)" 172.17.0.77
	linkbox exec web hostname -i
	prints 172.17.0.77
	refuses run -d --ip 172.17.0.77 busybox
	warns 172.17.0.77
	refuses run -d --ip 10.1.2.3 busybox
	warns 10.1.2.3
	refuses run -d --ip nonsense busybox
	warns nonsense
}
