#!/bin/sh
# Limits: the cgroups of a container, and what they hold it to. The rest is told by the kernel: version 2
# alone is played in tests/guest.
#
# SPDX-License-Identifier: MIT
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

before_each() {
	image
}

# groups CONTROLLER: the directories of containers' cgroups that are on this controller of version 1
groups() {
	find /sys/fs/cgroup/"$1"/"$LINKBOX_CGROUP" -mindepth 1 -type d 2>/dev/null
}

needs() {
	for controller; do
		[ -d /sys/fs/cgroup/"$controller" ] || skip "no $controller controller of cgroup version 1 is mounted"
	done
}

# limit CONTROLLER FILE: what the one container's group says there
limit() {
	cat "$(groups "$1")/$2"
}

test_a_container_may_have_4096_processes_unless_something_else_is_said() {
	needs pids
	linkbox run -d --name c1 --net none busybox
	is "$(limit pids pids.max)" 4096
	is "$(limit pids cgroup.procs | wc -l)" 1
}

test_its_processes_see_their_cgroup_as_the_topmost() {
	needs pids
	linkbox run --rm --net none busybox grep -E 'pids|^0:' /proc/self/cgroup
	lacks linkbox
	shows ':pids:/$'
}

test_a_command_of_exec_is_in_the_cgroups_before_it_runs() {
	needs pids
	linkbox run -d --name c1 --net none busybox
	linkbox exec -d c1 sleep 1000
	is "$(limit pids cgroup.procs | wc -l)" 2
	linkbox exec c1 grep pids /proc/self/cgroup
	shows ':pids:/$'
}

test_nothing_is_left_of_its_cgroups_at_the_end() {
	linkbox run --rm --net none busybox true
	linkbox run -d --name c1 --net none busybox
	linkbox rm -f c1
	is "$(find /sys/fs/cgroup/*/"$LINKBOX_CGROUP" -mindepth 1 -type d)" ""
}

test_what_a_killed_monitor_leaves_with_the_hosts_processes_is_killed_by_the_next_command() {
	linkbox run -d --name c1 --net none --pid host busybox sh -c 'sleep 4321 & exec sleep 4321'
	eventually are_asleep 2
	kill -9 "$(ps -o ppid= -p "$(pid_of c1)" | tr -d ' ')"
	linkbox rm -f c1
	is "$(pgrep -c -f 'sleep 4321' || true)" 0
}

are_asleep() {
	[ "$(pgrep -c -x -f 'sleep 4321')" = "$1" ]
}

test_it_runs_without_any_cgroup_file_system() {
	works mount -t tmpfs tmpfs /sys/fs/cgroup
	linkbox run --rm --net none busybox echo works
	prints works
	linkbox run -d --name c1 --net none busybox
	linkbox exec c1 echo works
	prints works
}

# With rules for devices or without, the disks of the host are out of reach.
test_no_device_of_the_host_is_within_reach() {
	linkbox run -d --name c1 --net none busybox
	call "$LINKBOX" exec c1 sh -c 'mknod /tmp/loop c 10 237 && : <>/tmp/loop'
	isnt "$status" 0
	linkbox exec c1 sh -c ': <>/dev/null && : <>/dev/zero && : </dev/urandom && mkdir -p /dev/net'
	works mount -t tmpfs tmpfs /sys/fs/cgroup
	linkbox run -d --name c2 --net none busybox
	call "$LINKBOX" exec c2 mknod /tmp/loop c 10 237
	isnt "$status" 0
	linkbox run --rm --net none busybox sh -c 'mknod /tmp/loop c 10 237 || echo refused'
	prints refused
	linkbox run --rm --net none --cap-add MKNOD busybox mknod /tmp/loop c 10 237
}
