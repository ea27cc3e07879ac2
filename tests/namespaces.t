#!/bin/sh
# run --pid, --ipc, --uts, --network container:, and the settings that go with namespaces.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

before_each() {
	image
}

# namespace CONTAINER NAME, ours NAME
namespace() { readlink "/proc/$(pid_of "$1")/ns/$2"; }
ours() { readlink "/proc/self/ns/$1"; }

gone() { ! kill -0 "$1"; }
is_in_state() { [ "$(state_of "$1")" = "$2" ]; }
sleep_for() { [ "$(pgrep -fc "sleep $1")" = "$2" ]; }
id_of() { "$LINKBOX" inspect -f '{{ .Id }}' "$1"; }

# --- --pid -----------------------------------------------------------------------------------------

test_pid_host_sees_the_processes_of_the_host() {
	sleep 12345 &
	linkbox run --rm --pid host busybox sh -c 'ps | grep -c "[s]leep 12345"'
	prints 1
	linkbox run -d --name web --pid host busybox
	is "$(namespace web pid)" "$(ours pid)"
	linkbox inspect -f '{{ .HostConfig.PidMode }}' web
	prints host
	linkbox exec web sh -c 'readlink /proc/self/ns/pid'
	prints "$(ours pid)"
}

test_pid_host_ends_with_all_its_processes() {
	linkbox run -d --name web --pid host busybox sh -c 'sleep 23456 & setsid sleep 23456 & sleep 100000'
	eventually sleep_for 23456 2
	linkbox exec -d web sleep 23456
	eventually sleep_for 23456 3
	linkbox rm -f web
	is "$(pgrep -fc 'sleep 23456')" 0
}

test_pid_host_ends_by_itself_and_has_its_exit_status() {
	fails_with 7 run --rm --pid host busybox sh -c 'exit 7'
	remember_traces
	linkbox run --rm --pid host busybox true
	leaves_no_trace
}

test_pid_host_dies_with_its_monitor() {
	linkbox run -d --name web --pid host busybox
	pid=$(pid_of web)
	kill -9 "$(pgrep -of 'linkbox monitor')"
	eventually gone "$pid"
	is "$(state_of web)" exited
	linkbox start web
}

test_pid_of_a_container_shares_its_processes() {
	linkbox run -d --name db busybox
	linkbox run --rm --pid container:db busybox ps
	shows ' 1 root +sleep 100000'
	linkbox run -d --name web --pid container:db busybox
	is "$(namespace web pid)" "$(namespace db pid)"
	isnt "$(namespace web mnt)" "$(namespace db mnt)"
	linkbox exec web ps
	shows ' 1 root +sleep 100000'
	linkbox inspect -f '{{ .HostConfig.PidMode }}' web
	prints "container:$(id_of db)"
}

test_pid_of_a_container_ends_alone_or_with_it() {
	linkbox run -d --name db busybox
	linkbox run -d --name web --pid container:db busybox sh -c 'sleep 34567 & sleep 100000'
	eventually sleep_for 34567 1
	linkbox rm -f web
	is "$(pgrep -fc 'sleep 34567')" 0
	is "$(state_of db)" running
	linkbox run -d --name web --pid container:db busybox
	linkbox stop db
	eventually is_in_state web exited
	eventually refuses start web
	warns "container $(id_of db) is not running"
}

test_pid_refuses_the_rest() {
	for mode in private foo container:; do
		fails_with 125 docker run --pid "$mode" busybox true
		says 'docker: --pid: invalid PID mode.' "See 'docker run --help'."
	done
	fails_with 125 docker run --pid container:ghost busybox true
	says 'docker: Error response from daemon: No such container: ghost.' "See 'docker run --help'."
	linkbox run --rm --pid '' busybox sh -c 'echo $$'
	prints 1
}

# --- --ipc -----------------------------------------------------------------------------------------

test_ipc_is_private_by_default() {
	linkbox run -d --name web busybox
	linkbox run -d --name db --ipc private busybox
	isnt "$(namespace web ipc)" "$(ours ipc)"
	isnt "$(namespace db ipc)" "$(ours ipc)"
	linkbox inspect -f '{{ .HostConfig.IpcMode }}' web db
	prints private private
}

test_ipc_host_shares_the_hosts_memory() {
	mount -t tmpfs tmpfs /dev/shm
	touch /dev/shm/here
	linkbox run -d --name web --ipc host busybox
	is "$(namespace web ipc)" "$(ours ipc)"
	linkbox exec web ls /dev/shm
	prints here
	linkbox inspect -f '{{ .HostConfig.IpcMode }}' web
	prints host
}

test_ipc_none_has_no_shared_memory() {
	linkbox run --rm --ipc none busybox sh -c '[ ! -e /dev/shm ] && readlink /proc/self/ns/ipc'
	isnt "$(cat "$stdout")" "$(ours ipc)"
}

test_ipc_of_a_shareable_container() {
	linkbox run -d --name db --ipc shareable --shm-size 1m busybox
	linkbox exec db touch /dev/shm/here
	linkbox run -d --name web --ipc container:db busybox
	is "$(namespace web ipc)" "$(namespace db ipc)"
	linkbox exec web sh -c 'ls /dev/shm; grep -c " /dev/shm .*size=1024k" /proc/mounts; touch /dev/shm/back'
	prints here 1
	linkbox exec db ls /dev/shm
	prints back here
	linkbox inspect -f '{{ .HostConfig.IpcMode }}' web
	prints "container:$(id_of db)"
}

test_ipc_refuses_the_rest() {
	linkbox run -d --name db busybox
	id=$(id_of db)
	fails_with 125 docker run --ipc container:db busybox true
	says "docker: Error response from daemon: can't join IPC of container $id: non-shareable IPC (hint: use IpcMode:shareable for the donor container)."
	linkbox create --name web --ipc shareable busybox
	id=$(id_of web)
	fails_with 125 docker run --ipc container:web busybox true
	says "docker: Error response from daemon: can't join IPC of container $id: container $id is not running."
	fails_with 125 docker run --ipc foo busybox true
	says 'docker: Error response from daemon: Invalid IPC mode: foo.'
	fails_with 125 docker run --ipc container:ghost busybox true
	says 'docker: Error response from daemon: No such container: ghost.' "See 'docker run --help'."
}

test_shm_size() {
	for size in 1m 1024k 1048576 1MiB '1 mb'; do
		linkbox run --rm --shm-size "$size" busybox sh -c 'grep -c " /dev/shm .*size=1024k" /proc/mounts'
		prints 1
	done
	linkbox create --name web --shm-size 1.5m busybox
	linkbox create --name db busybox
	linkbox inspect -f '{{ .HostConfig.ShmSize }}' web db
	prints 1572864 67108864
	for size in -1 foo '' 1x; do
		fails_with 125 docker run --shm-size "$size" busybox true
		says "invalid argument \"$size\" for \"--shm-size\" flag: invalid size: '$size'" "See 'docker run --help'."
	done
}

# --- --uts, --userns, --cgroupns -------------------------------------------------------------------

test_uts_host_has_the_hosts_name() {
	hostname the-host
	linkbox run -d --name web --uts host busybox
	is "$(namespace web uts)" "$(ours uts)"
	linkbox exec web hostname
	prints the-host
	linkbox inspect -f '{{ .HostConfig.UTSMode }}' web
	prints host
	fails_with 125 docker run --uts host -h foo busybox true
	says 'docker: Error response from daemon: conflicting options: hostname and the UTS mode.' "See 'docker run --help'."
	refuses run --uts host --domainname foo busybox true
	says 'linkbox: conflicting options: domainname and the UTS mode'
	is "$(hostname)" the-host
	for mode in private container:web; do
		fails_with 125 docker run --uts "$mode" busybox true
		says 'docker: --uts: invalid UTS mode.' "See 'docker run --help'."
	done
}

test_userns_is_the_hosts_and_cgroupns_private() {
	linkbox run --rm --userns host --cgroupns private busybox true
	fails_with 125 docker run --userns remap busybox true
	says 'docker: --userns: invalid USER mode.' "See 'docker run --help'."
	fails_with 125 docker run --cgroupns foo busybox true
	says 'docker: --cgroupns: invalid CGROUP mode.' "See 'docker run --help'."
	fails_with 125 docker run --cgroupns host busybox true
	says 'docker: --cgroupns host is not supported: a container sees its own cgroup.' "See 'docker run --help'."
}

# --- --network container: --------------------------------------------------------------------------

test_network_of_a_container_that_does_not_run() {
	linkbox create --name db busybox
	fails_with 125 docker run --network container:db busybox true
	says "docker: Error response from daemon: cannot join network of a non running container: $(id_of db)."
	fails_with 125 docker run --network container: busybox true
	says 'docker: Error response from daemon: Invalid network mode: invalid container format container:<name|id>.' "See 'docker run --help'."
}

test_network_spellings() {
	linkbox run -d --name web --network name=bridge busybox
	linkbox run -d --name db --net default --network default busybox
	like "$(address web)" '172[.]17[.].*'
	like "$(address db)" '172[.]17[.].*'
	fails_with 125 docker run --network '' busybox true
	says 'docker: no name set for network.' "See 'docker run --help'."
	fails_with 125 docker run --network bridge --net host busybox true
	says 'docker: Error response from daemon: Container cannot be connected to network endpoints: bridge, host.' "See 'docker run --help'."
	refuses run --network name=bridge,alias=x busybox true
	says 'linkbox: --network name=bridge,alias=x is not supported: it has a name and nothing else'
}

# --- --sysctl --------------------------------------------------------------------------------------

test_sysctl_sets_what_a_namespace_has_for_itself() {
	linkbox run --rm --sysctl net.ipv4.ip_forward=1 --sysctl kernel.msgmax=65536 --sysctl fs.mqueue.msg_max=20 \
		--sysctl net.ipv4.conf.eth0.forwarding=0 --sysctl net.ipv4.ping_group_range='0 0' busybox \
		sh -c 'cd /proc/sys; cat net/ipv4/ip_forward kernel/msgmax fs/mqueue/msg_max net/ipv4/conf/eth0/forwarding net/ipv4/ping_group_range'
	prints 1 65536 20 0 '0	0'
	linkbox create --name web --sysctl net.ipv4.ip_forward=0 --sysctl kernel.shmmni=100 --sysctl net.ipv4.ip_forward=1 busybox
	linkbox inspect -f '{{ json .HostConfig.Sysctls }}' web
	prints '{"kernel.shmmni":"100","net.ipv4.ip_forward":"1"}'
}

test_sysctl_leaves_the_host_as_it_is() {
	before=$(cat /proc/sys/net/ipv4/tcp_rmem /proc/sys/kernel/msgmax)
	linkbox run --rm --sysctl net.ipv4.tcp_rmem='4096 5000 6000' --sysctl kernel.msgmax=4000 busybox true
	is "$(cat /proc/sys/net/ipv4/tcp_rmem /proc/sys/kernel/msgmax)" "$before"
}

test_sysctl_refuses_those_of_the_machine() {
	for setting in vm.swappiness=1 kernel.panic=1 kernel.domainname=x net.ipv4.ip_forward '' =x ../vm.swappiness=1 \
		net/ipv4/ip_forward=1 net...vm.swappiness=1; do
		fails_with 125 docker run --sysctl "$setting" busybox true
		says "invalid argument \"$setting\" for \"--sysctl\" flag: sysctl '$setting' is not whitelisted" "See 'docker run --help'."
	done
	fails_with 125 docker run --network host --sysctl net.ipv4.ip_forward=1 busybox true
	says 'docker: Error response from daemon: sysctl "net.ipv4.ip_forward" not allowed in host network namespace.'
	fails_with 125 docker run --ipc host --sysctl kernel.msgmax=1 busybox true
	says 'docker: Error response from daemon: sysctl "kernel.msgmax" is not allowed in the hosts ipc namespace.'
}

test_sysctl_says_what_the_kernel_refuses() {
	refuses run --sysctl net.ipv4.nosuch=1 busybox true
	says 'linkbox: open /proc/sys/net/ipv4/nosuch: no such file or directory'
	refuses run --sysctl net.ipv4.ip_forward=foo busybox true
	says 'linkbox: write /proc/sys/net/ipv4/ip_forward: invalid argument'
}
