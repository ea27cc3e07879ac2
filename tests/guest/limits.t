#!/bin/sh
# Limits, devices, pause and stats where cgroup version 2 is all there is: Debian's kernel in an emulator.
seconds=600
# shellcheck source=tests/lib.sh
[ "${box-}" ] || . "$(dirname "$0")/../lib.sh"

# guest: what the lines on standard input print and return in the guest. c1 is a container there, c its cgroup.
guest() {
	status=0
	{
		cat <<-'END'
			linkbox import /busybox.tar busybox >/dev/null
			begin() {
				c=/sys/fs/cgroup/linkbox/$(linkbox run -d --name c1 --net none "$@" busybox sleep 1000)
			}
		END
		cat
	} | "$top/tests/guest/run" - >"$stdout" 2>"$stderr" || status=$?
	cat "$stdout" "$stderr" >>"$transcript"
	is "$status" 0
}

test_limits_of_all_kinds_are_files_of_one_cgroup() {
	guest <<-'END'
		begin -m 32m --memory-swap 40m --memory-reservation 16m --cpus 0.5 -c 512 --cpuset-cpus 0 --blkio-weight 500
		cat $c/memory.max $c/memory.swap.max $c/memory.low $c/cpu.max $c/cpu.weight $c/cpuset.cpus $c/pids.max
		cat $c/io.bfq.weight $c/io.weight 2>/dev/null | head -n 1
		linkbox exec -d c1 sleep 1000
		wc -l <$c/cgroup.procs
		linkbox exec c1 cat /proc/self/cgroup
		linkbox update -m 24m --memory-swap 24m --cpus 0.25 --pids-limit 9 c1
		cat $c/memory.max $c/memory.swap.max $c/cpu.max $c/pids.max
		linkbox rm -f c1
		[ -d $c ] || echo gone
		linkbox run --name c1 --net none -m 8m busybox sh -c 'dd if=/dev/zero bs=64M count=2 of=/dev/null'
		linkbox inspect -f '{{.State.OOMKilled}} {{.State.ExitCode}}' c1
		for option in --memory-swappiness=5 --oom-kill-disable; do
			linkbox run --rm --net none $option busybox true
		done
		linkbox rm c1
		begin
		linkbox update -m 32m --memory-swap 32m --cpu-shares 100 c1
		cat $c/memory.max $c/cpu.weight
		linkbox kill c1
	END
	prints $((32 << 20)) $((8 << 20)) $((16 << 20)) '50000 100000' 20 0 4096 'default 4950' 2 0::/ c1 $((24 << 20)) 0 \
		'25000 100000' 9 c1 gone 'true 137' \
		"linkbox: --memory-swappiness can't be enforced: cgroup version 2 has nothing like it" \
		"linkbox: --oom-kill-disable can't be enforced: cgroup version 2 has nothing like it" \
		c1 c1 $((32 << 20)) 4 c1
}

# Its /dev/cpu_dma_latency is one that everybody may open whom nothing keeps from it.
test_a_program_of_the_kernel_keeps_devices_out_of_reach() {
	guest <<-'END'
		begin
		device=/dev/cpu_dma_latency
		number="$((0x$(stat -c %t $device))) $((0x$(stat -c %T $device)))"
		rule=${number% *}:${number#* }
		use='(: <>/x) 2>/dev/null && echo opened || echo refused'
		linkbox exec c1 sh -c "mknod /x c $number; $use; : <>/dev/null && : <>/dev/zero && : </dev/urandom && echo own"
		linkbox run --rm --net none --device-cgroup-rule "c $rule rwm" busybox sh -c "mknod /x c $number; $use"
		linkbox run --rm --net none --device $device:/x busybox sh -c "$use"
		linkbox run --rm --net none --device $device:/x:r busybox sh -c "$use"
		linkbox run --rm --net none --device-cgroup-rule "b $rule rwm" busybox sh -c "mknod /x c $number; $use"
		linkbox run --rm --net none --privileged busybox sh -c "(: <>$device) && echo opened"
	END
	prints refused own opened opened refused refused opened
}

test_pause_stats_and_top() {
	guest <<-'END'
		begin -m 64m
		linkbox pause c1
		grep frozen $c/cgroup.events
		linkbox ps --format '{{.State}}'
		linkbox unpause c1
		grep frozen $c/cgroup.events
		linkbox exec -d c1 sh -c 'while :; do :; done'
		linkbox stats --no-stream --format '{{.Name}} {{.MemUsage}} {{.PIDs}}' | sed 's/[0-9.]*[KM]iB/some/'
		linkbox stats --no-stream --format '{{.CPUPerc}}' | sed 's/^[1-9][0-9]*\..*/busy/'
		linkbox top c1 -o pid,args | sed 's/^[0-9]* *//'
		linkbox pause c1
		linkbox rm -f c1
		[ -d $c ] || echo gone
		linkbox info -f '{{.CgroupVersion}} {{.MemoryLimit}} {{.SwapLimit}} {{.PidsLimit}} {{.OomKillDisable}}'
	END
	prints c1 'frozen 1' paused c1 'frozen 0' 'c1 some / 64MiB 2' busy 'PID                 COMMAND' 'sleep 1000' \
		'sh -c while :; do :; done' c1 c1 gone '2 true true true false'
}

test_a_cgroup_with_processes_of_its_own_gives_no_controllers_away() {
	guest <<-'END'
		mkdir /sys/fs/cgroup/unit
		echo 0 >/sys/fs/cgroup/unit/cgroup.procs
		mount --bind /sys/fs/cgroup/unit /sys/fs/cgroup
		linkbox run --rm --net none busybox echo works
		linkbox run --rm --net none -m 32m busybox true || echo refused
	END
	prints works "linkbox: limit the container: /sys/fs/cgroup is not the machine's first cgroup and has processes of its own, so no controller works below it" refused
}
