#!/bin/sh
# What a container's root, and who changes it meanwhile, can do to the mounts that we make in it.
# shellcheck source=tests/lib.sh
[ "${box-}" ] || . "$(dirname "$0")/../lib.sh"

before_each() {
	# where a defence is missing, the machine that tests it shall not suffer
	mount -o remount,bind,ro /
	export TMPDIR="$PWD"
	mkdir outside
	echo ours >outside/file
}

# from anywhere to the root of the machine
up=../../../../../../../../../../../../../../../../../../../..

outside() {
	find "$box/scratch/outside" -printf '%P %y %m %s\n' | sort
}

nothing_came_out() {
	is "$(outside)" ' d 755 60
file f 644 5'
	is "$(cat "$box/scratch/outside/file")" ours
}

# root CHANGE: an image `evil` of busybox after a shell command in its root
root() {
	mkdir -p root
	tar -C root -xf "$rootfs"
	(cd root && eval "$1")
	tar -C root -cf evil.tar .
	rm -rf root
	linkbox import -c 'CMD ["sleep", "100000"]' -c 'STOPSIGNAL SIGKILL' evil.tar evil
}

# --- the mounts of ours

devices='fd full mqueue null ptmx pts random shm stderr stdin stdout tty urandom zero'

test_dev_is_ours_whatever_the_image_has_in_it() {
	root 'mkdir -p dev/pts dev/shm; mknod dev/mem c 1 1; mknod dev/null c 1 1; mknod dev/sda b 8 0
		ln -s /proc/kcore dev/zero; ln -s ../../../../etc dev/fd; echo file >dev/full'
	linkbox run --rm evil sh -c 'for it in /dev/*; do echo ${it#/dev/}; done; stat -c %t:%T /dev/null /dev/zero /dev/full'
	is "$(grep -vx core "$stdout")" "$(lines $devices 1:3 1:5 1:7)"
	linkbox run --rm evil sh -c 'mknod /tmp/mem c 1 1 && head -c 1 /tmp/mem || echo closed'
	shows '^closed$'
}

test_links_and_files_in_the_place_of_dev_proc_and_sys_lead_nowhere() {
	for place in dev proc sys; do
		for trap in "ln -s $PWD/outside $place" "ln -s /etc $place" "ln -s $up$PWD/outside $place" \
			"ln -s . $place" "echo file >$place" "mknod $place c 1 3" "mkfifo $place"; do
			root "rm -rf $place; $trap"
			refuses run --rm evil ls /
			warns "mount /$place: what the image has there: Not a directory"
			nothing_came_out
		done
	done
}

test_directories_on_the_way_to_a_mount_may_be_links_and_stay_inside() {
	root "rm -rf etc; ln -s $PWD/outside etc; mkdir -p .$PWD/outside"
	linkbox run --rm evil sh -c 'cat /etc/hostname; ls /etc'
	shows '^hosts$'
	nothing_came_out
	root 'cp etc/passwd .; rm -rf etc; ln -s / etc'
	linkbox run --rm evil cat /etc/hosts /hosts
	shows 127.0.0.1
	root 'rm -rf etc; ln -s /proc/self/cwd etc'
	call "$LINKBOX" run --rm evil true
	nothing_came_out
	root 'ln -sf /proc/self/root/../../../../../tmp/hosts etc/hosts; ln -sf /proc/1/cwd/x etc/resolv.conf'
	call "$LINKBOX" run --rm evil true
	root "ln -sf $up$PWD/outside/file etc/hosts; ln -sf $PWD/outside/file etc/hostname"
	linkbox run --rm evil cat /etc/hostname
	nothing_came_out
}

test_a_volume_follows_no_link_out() {
	mkdir data
	echo data >data/it
	for way in "$PWD/outside" "$up$PWD/outside" /proc/self/root/../../../../tmp /proc/1/root/tmp /proc/self/cwd; do
		root "ln -s $way trap; mkdir -p deep; ln -s ../trap deep/trap"
		for target in /trap /trap/new /deep/trap/new/er /trap/../trap/file /deep/../../trap/x; do
			call "$LINKBOX" run --rm -v "$PWD/data:$target" evil cat "$target/it"
			case $way:$target:$status in
			/proc*|*:*..*:*) ;;
			*:0) prints data ;;
			*) fail "the volume on $target, by $way, is refused" ;;
			esac
			call "$LINKBOX" run --rm -v "$PWD/data/it:$target" evil true
			call "$LINKBOX" run --rm --tmpfs "$target" evil true
			call "$LINKBOX" run --rm -w "$target" evil true
			nothing_came_out
		done
	done
	not test -e /tmp/new
}

test_nothing_goes_over_proc() {
	root 'ln -s /proc trap; ln -s /proc/sys/kernel/core_pattern pattern'
	mkdir data
	echo data >it
	for target in /proc /proc/sys /proc/self /proc/1 /proc/self/attr /trap /trap/self/../sys /proc/../proc; do
		refuses run --rm -v "$PWD/data:$target" evil true
		warns 'inside /proc'
		refuses run --rm --tmpfs "$target" evil true
	done
	for target in /proc/sysrq-trigger /pattern /trap/kcore; do
		refuses run --rm -v "$PWD/it:$target" evil true
	done
}

# --- meanwhile: another container has the same directory and swaps names in it

renamer() {
	cat >swap.c <<-'END'
		#define _GNU_SOURCE
		#include <fcntl.h>
		#include <stdio.h>
		int main(int argc, char **argv)
		{
			for (;;)
				renameat2(AT_FDCWD, argv[1], AT_FDCWD, argv[2], RENAME_EXCHANGE);
		}
	END
	cc -static -o swap swap.c || skip 'needs a C compiler'
}

test_who_swaps_a_directory_and_a_link_all_the_time_never_gets_a_mount_out() {
	renamer
	image
	mkdir -p shared/real/deep data
	ln -s "$up$PWD/outside" shared/link
	linkbox run -d --name swapper -v "$PWD/shared:/shared" -v "$PWD/swap:/swap" busybox /swap /shared/real /shared/link
	inside=0 refused=0
	for try in $(seq 40); do
		for target in /shared/real/deep /shared/link/new$try /shared/real/../link/deep/new; do
			status=0
			"$LINKBOX" run --rm -v "$PWD/shared:/shared" -v "$PWD/data:$target" busybox true 2>/dev/null || status=$?
			[ $status = 0 ] && inside=$((inside + 1)) || refused=$((refused + 1))
			[ $status -lt 128 ] || fail "status $status"
		done
	done
	nothing_came_out
	[ $inside -gt 0 ]
}

# --- what is covered

test_what_tells_of_the_host_or_changes_it_is_covered() {
	image
	linkbox run --rm busybox sh -c '
		for file in /proc/kcore /proc/keys /proc/timer_list /proc/interrupts /proc/latency_stats /proc/sched_debug; do
			[ ! -e $file ] || [ ! -s $file ] && [ -z "$(head -c 1 $file 2>/dev/null)" ] || echo $file
		done
		for directory in /proc/acpi /proc/asound /proc/scsi /sys/firmware /sys/devices/virtual/powercap \
			/sys/devices/system/cpu/cpu*/thermal_throttle; do
			[ ! -d $directory ] || [ -z "$(ls -A $directory)" ] || echo $directory
		done
		for file in /proc/sysrq-trigger /proc/sys/kernel/core_pattern /proc/sys/vm/drop_caches /proc/irq/default_smp_affinity \
			/proc/bus/pci/devices /proc/fs/nfsd /proc/mtrr /sys/kernel/uevent_helper /sys/power/state; do
			[ ! -e $file ] || (echo 0 >$file) 2>/dev/null && [ -e $file ] && echo "$file can be written"
		done; :'
	prints
	linkbox exec "$(ask run -d busybox)" sh -c '(echo x >/proc/sys/kernel/core_pattern) 2>/dev/null || mount -o remount,rw /proc/sys 2>/dev/null || umount /proc/sys 2>/dev/null || umount /proc/kcore 2>/dev/null || echo closed'
	prints closed
}

test_no_cgroup_can_be_written() {
	image
	linkbox run --rm busybox sh -c 'grep -E " cgroup2? " /proc/mounts | grep -vE " (ro|[a-z,]*,ro),"; find /sys/fs/cgroup -name release_agent -o -name notify_on_release'
	prints
}

test_an_older_kernel_gets_nothing_weaker() {
	image
	for missing in openat2 open_tree move_mount close_range; do
		status=0
		strace -f -qq -o trace -e "inject=$missing:error=ENOSYS" "$LINKBOX" run --rm busybox true 2>"$stderr" || status=$?
		is "$status" 125
		warns 'needs Linux 5.10'
		# the program of a container was never run
		not grep -q 'execve("/bin/true"' trace
	done
}
