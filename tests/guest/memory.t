#!/bin/sh
# A machine with little memory.
seconds=300
# shellcheck source=tests/lib.sh
[ "${box-}" ] || . "$(dirname "$0")/../lib.sh"

# 32 MiB, of which Debian's kernel would like more for itself: so it is a limit for all that is ours.
test_in_32_mib_what_has_no_room_ends_alone_and_nothing_is_lost() {
	guest <<-'END'
		mkdir /sys/fs/cgroup/device
		echo +memory >/sys/fs/cgroup/device/cgroup.subtree_control
		mkdir /sys/fs/cgroup/device/all
		echo 32M >/sys/fs/cgroup/device/memory.max
		echo $$ >/sys/fs/cgroup/device/all/cgroup.procs
		export LINKBOX_CGROUP=device
		linkbox import /busybox.tar busybox >/dev/null || exit
		for number in 1 2 3 4 5; do
			linkbox run -d --name c$number busybox sleep 1000 >/dev/null || exit
		done
		first=$(linkbox inspect -f '{{.State.Pid}}' c1)
		monitor=$(awk '/^PPid:/ { print $2 }' /proc/$first/status)
		cat /proc/$monitor/oom_score_adj /proc/$first/oom_score_adj
		awk '/^Cap(Prm|Eff|Bnd)/ { print $2 }' /proc/$monitor/status
		linkbox run --name glutton busybox tail /dev/zero 2>/dev/null
		echo "glutton $?"
		linkbox ps --format '{{.Names}}'
		linkbox inspect -f '{{.State.OOMKilled}}' glutton
		linkbox run --rm busybox echo 'still there'
		linkbox rm -f glutton c1 c2 c3 c4 c5
	END
	is "$status" 0
	# What a monitor keeps (powers.c), here where it has all there is; it is the last to be killed.
	prints -1000 0 00000003a92c35fb 0000000000000020 00000003a92c35fb 'glutton 137' c5 c4 c3 c2 c1 true 'still there' glutton c1 c2 c3 c4 c5
}
