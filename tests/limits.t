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

test_nothing_is_left_of_those_that_a_privileged_container_makes_below() {
	linkbox run -d --name c1 --net none --privileged busybox sh -c \
		'mkdir /c && mount -t cgroup2 c /c && mkdir -p /c/a/b && echo 0 >/c/a/b/cgroup.procs && echo there; echo done; exec sleep 1000'
	eventually has_logged c1 "done"
	"$LINKBOX" logs c1 | grep -q there || skip 'no cgroup version 2'
	linkbox rm -f c1
	is "$(find /sys/fs/cgroup/*/"$LINKBOX_CGROUP" -mindepth 1 -type d)" ""
}

has_logged() {
	"$LINKBOX" logs "$1" | grep "$2"
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

test_memory_and_swap_are_limited_together() {
	needs memory
	linkbox run -d --name c1 --net none -m 32m --memory-swap 48m --memory-reservation 16m busybox
	is "$(limit memory memory.limit_in_bytes)" $((32 << 20))
	is "$(limit memory memory.soft_limit_in_bytes)" $((16 << 20))
	[ ! -e /sys/fs/cgroup/memory/memory.memsw.limit_in_bytes ] ||
		is "$(limit memory memory.memsw.limit_in_bytes)" $((48 << 20))
}

test_who_takes_more_memory_is_killed_and_inspect_says_why() {
	needs memory
	fails_with 137 run --name c1 --net none -m 8m busybox sh -c 'dd if=/dev/zero bs=64M count=2 of=/dev/null'
	is "$(ask inspect -f '{{.State.OOMKilled}} {{.State.ExitCode}}' c1)" 'true 137'
	linkbox events --since 1m --until 0s --filter event=oom
	shows 'container oom '
	linkbox run --name c2 --net none -m 8m busybox true
	is "$(ask inspect -f '{{.State.OOMKilled}}' c2)" false
}

test_processors_are_limited_in_time_share_and_number() {
	needs cpu cpuset
	linkbox run -d --name c1 --net none --cpus 0.5 -c 512 --cpuset-cpus 0 busybox
	is "$(limit cpu cpu.cfs_period_us) $(limit cpu cpu.cfs_quota_us) $(limit cpu cpu.shares)" '100000 50000 512'
	linkbox exec c1 grep Cpus_allowed_list /proc/self/status
	shows '[[:space:]]0$'
	linkbox rm -f c1
	linkbox run -d --name c1 --net none --cpu-period 50000 --cpu-quota 20000 busybox
	is "$(limit cpu cpu.cfs_period_us) $(limit cpu cpu.cfs_quota_us)" '50000 20000'
}

test_a_limit_of_processes_holds_those_of_exec_too() {
	needs pids
	linkbox run -d --name c1 --net none --pids-limit 2 busybox
	linkbox exec -d c1 sleep 1000
	call "$LINKBOX" exec c1 sh -c 'true & true'
	isnt "$status" 0
	warns "can't fork"
}

test_no_limit_of_processes_can_be_asked_for() {
	needs pids
	linkbox run -d --name c1 --net none --pids-limit -1 busybox
	is "$(limit pids pids.max)" max
}

test_limits_hold_after_every_start() {
	needs pids memory
	linkbox run -d --name c1 --net none --pids-limit 9 -m 32m busybox
	linkbox restart -t 0 c1
	is "$(limit pids pids.max) $(limit memory memory.limit_in_bytes)" "9 $((32 << 20))"
	linkbox stop -t 0 c1
	is "$(groups pids)" ''
	linkbox start c1
	is "$(limit pids pids.max) $(limit memory memory.limit_in_bytes)" "9 $((32 << 20))"
}

test_limits_hold_when_its_monitor_restarts_it() {
	needs pids
	linkbox run -d --name c1 --net none --pids-limit 9 --restart always busybox sh -c 'sleep 0.1; exit 1'
	eventually has_restarted c1
	eventually is_limited_to 9
}

has_restarted() {
	[ "$("$LINKBOX" inspect -f '{{.RestartCount}}' "$1")" -ge 1 ]
}

is_limited_to() {
	[ "$(limit pids pids.max)" = "$1" ]
}

test_a_limit_that_the_kernel_can_not_enforce_is_refused() {
	works mount -t tmpfs tmpfs /sys/fs/cgroup
	for option in --memory=32m --memory-swap=-1 --memory-reservation=32m --memory-swappiness=5 --oom-kill-disable \
		--cpus=1 --cpu-period=5000 --cpu-quota=5000 --cpu-shares=5 --cpuset-cpus=0 --cpuset-mems=0 \
		--blkio-weight=50 --pids-limit=5 "--device-cgroup-rule=c 1:1 r"; do
		refuses run --rm --net none "$option" busybox true
		warns "linkbox: ${option%%=*} can't be enforced: no cgroup file system with the "
	done
	refuses run --rm --net none --device /dev/null:/dev/x:r busybox true
	warns "--device with less than rw can't be enforced"
	linkbox run --rm --net none --pids-limit -1 --device /dev/null:/dev/x:rw busybox true
}

test_a_limit_that_is_gone_at_the_start_is_refused_then() {
	needs memory
	linkbox create --name c1 --net none -m 32m busybox
	works mount -t tmpfs tmpfs /sys/fs/cgroup
	refuses start c1
	warns "--memory can't be enforced"
	is "$(state_of c1)" created
}

test_read_only_cgroups_stop_nothing_but_limits() {
	needs pids
	works mount -o remount,bind,ro /sys/fs/cgroup/pids
	linkbox run --rm --net none busybox true
	refuses run --rm --net none --pids-limit 5 busybox true
	warns 'Read-only file system'
}

test_the_cgroups_stand_below_another_parent() {
	needs pids
	parent=$LINKBOX_CGROUP/other
	linkbox run -d --name c1 --net none --cgroup-parent "/$parent/deep" busybox
	is "$(cat /sys/fs/cgroup/pids/"$parent"/deep/*/cgroup.procs | wc -l)" 1
	is "$(ask inspect -f '{{.HostConfig.CgroupParent}}' c1)" "/$parent/deep"
	linkbox rm -f c1
	unset LINKBOX_CGROUP
	echo "cgroup-parent=$parent" >"$LINKBOX_CONF"
	linkbox run -d --name c1 --net none busybox
	is "$(cat /sys/fs/cgroup/pids/"$parent"/*/cgroup.procs | wc -l)" 1
	for bad in .. a/../b / x//y; do
		refuses create --cgroup-parent "$bad" busybox
		warns "--cgroup-parent $bad is no path of a cgroup"
	done
}

test_weights_of_disks_are_between_10_and_1000() {
	for weight in 5 1001; do
		refuses run --blkio-weight "$weight" busybox true
		says 'linkbox: Range of blkio weight is from 10 to 1000'
	done
}

test_each_process_has_its_own_limits() {
	linkbox run -d --name c1 --net none --ulimit nofile=100:200 --oom-score-adj 500 busybox
	linkbox exec c1 sh -c 'ulimit -Sn; ulimit -Hn; cat /proc/self/oom_score_adj'
	prints 100 200 500
	linkbox exec -u alice c1 sh -c 'ulimit -Hn'
	prints 200
}

test_who_may_not_raise_a_limit_is_told() {
	[ $((0x$(sed -n 's/CapEff:\t//p' /proc/self/status) >> 24 & 1)) = 0 ] || skip 'has CAP_SYS_RESOURCE'
	refuses run --rm --net none --ulimit nofile=100:99999999 busybox true
	warns 'set ulimit nofile=100:99999999: Operation not permitted'
	refuses run --rm --net none --oom-score-adj -500 busybox true
	warns 'write -500 to /proc/self/oom_score_adj: permission denied'
}

test_update_changes_what_a_running_container_may_use() {
	needs pids memory cpu
	linkbox run -d --name c1 --net none -m 32m --pids-limit 9 --cpus 0.5 busybox
	linkbox update -m 48m --memory-swap 64m --pids-limit 7 --cpus 0.25 c1
	prints c1
	is "$(limit memory memory.limit_in_bytes) $(limit pids pids.max) $(limit cpu cpu.cfs_quota_us)" "$((48 << 20)) 7 25000"
	linkbox update -m 16m --memory-swap 16m --pids-limit -1 c1
	is "$(limit memory memory.limit_in_bytes) $(limit pids pids.max)" "$((16 << 20)) max"
	linkbox restart -t 0 c1
	is "$(limit memory memory.limit_in_bytes) $(limit pids pids.max) $(limit cpu cpu.cfs_quota_us)" "$((16 << 20)) max 25000"
}

test_update_limits_what_had_no_limit_with_all_its_processes() {
	needs cpu memory pids
	linkbox run -d --name c1 --net none busybox sh -c 'sleep 1000 & sleep 1000 & wait'
	linkbox exec -d c1 sleep 1000
	eventually has_processes 4
	linkbox update --cpu-shares 100 -m 32m --memory-swap 32m c1
	is "$(limit cpu cpu.shares)" 100
	is "$(limit cpu cgroup.procs | wc -l) $(limit memory cgroup.procs | wc -l)" '4 4'
	linkbox exec -d c1 sleep 1000
	is "$(limit memory cgroup.procs | wc -l)" 5
	linkbox rm -f c1
	is "$(groups cpu)$(groups memory)" ''
}

has_processes() {
	[ "$(limit pids cgroup.procs | wc -l)" = "$1" ]
}

test_update_of_a_paused_container() {
	needs cpu
	linkbox run -d --name c1 --net none busybox
	linkbox pause c1
	linkbox update --cpu-shares 100 c1
	is "$(limit cpu cpu.shares)" 100
	is "$(state_of c1)" paused
	linkbox unpause c1
}

test_update_that_can_not_be_enforced_changes_nothing() {
	needs memory cpu
	linkbox run -d --name c1 --net none -m 64m busybox
	works mount -t tmpfs tmpfs /sys/fs/cgroup
	refuses update --cpus 0.5 c1
	warns "--cpus can't be enforced"
	is "$(ask inspect -f '{{.HostConfig.NanoCpus}}' c1)" 0
}

test_update_that_the_kernel_refuses_changes_nothing() {
	needs memory
	[ -e /sys/fs/cgroup/memory/memory.memsw.limit_in_bytes ] || skip 'the kernel counts no swap'
	linkbox run -d --name c1 --net none -m 64m --memory-swap 64m --tmpfs /ram busybox \
		sh -c 'head -c 24m /dev/zero >/ram/file; echo full; sleep 1000'
	eventually is_full c1
	refuses update -m 8m --memory-swap 8m c1
	warns "Cannot update container $("$LINKBOX" inspect -f '{{.Id}}' c1): write 8388608 to /sys/fs/cgroup/memory/"
	is "$(ask inspect -f '{{.HostConfig.Memory}}' c1) $(limit memory memory.limit_in_bytes)" "$((64 << 20)) $((64 << 20))"
}

is_full() {
	"$LINKBOX" logs "$1" | grep full
}

test_info_and_check_say_what_the_kernel_can() {
	needs memory pids
	linkbox info -f '{{.CgroupDriver}} {{.CgroupVersion}} {{.MemoryLimit}} {{.PidsLimit}} {{.OomKillDisable}}'
	prints 'cgroupfs 1 true true true'
	linkbox info
	shows '^ Cgroup Driver: cgroupfs$'
	shows '^ Cgroup Version: 1$'
	call "$LINKBOX" check
	shows '^ok +limit of memory$'
	shows '^ok +limit of processes$'
	works mount -t tmpfs tmpfs /sys/fs/cgroup
	linkbox info
	shows '^ Cgroup Driver: none$'
	lacks '^ Cgroup Version'
	call "$LINKBOX" check
	shows '^is +cgroups +none$'
	shows '^missing +limit of memory +--memory and its kin \(CONFIG_MEMCG\)$'
	shows '^missing +rules for devices .*CONFIG_CGROUP_BPF'
}
