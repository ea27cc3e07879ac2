#!/bin/sh
# A machine whose root is the first one, as the kernel has unpacked its initramfs: pivot_root can't exchange it.
# Nothing of it is to be reached from a container.
seconds=300
# shellcheck source=tests/lib.sh
[ "${box-}" ] || . "$(dirname "$0")/../lib.sh"

test_the_containers_of_a_bare_initramfs_are_like_any_others() {
	guest -r <<-'END'
		grep -c ' / / .* rootfs' /proc/self/mountinfo
		linkbox import /busybox.tar busybox >/dev/null
		mkdir /given
		echo given >/given/file
		linkbox run -d --name db --expose 5432 busybox serve rows 5432 >/dev/null
		linkbox run -d --name web --link db -v /given:/given:ro --tmpfs /quick --read-only busybox sleep 1000 >/dev/null
		linkbox wait --ready db
		linkbox exec web wget -qO- http://db:5432/
		linkbox exec web cat /given/file
		linkbox restart web
		linkbox exec web ls -d /given /quick
		linkbox cp web:/bin/serve - | tar t
		linkbox rm -f web db
		grep -c linkbox/running /proc/self/mountinfo
	END
	is "$status" 1
	prints 1 db rows given web /given /quick serve web db 0
}

# The first line is of a root that is only mounted over the first one, as switch_root and --no-pivot leave it.
# Where there are no user namespaces the cover has no lock: CAP_SYS_ADMIN is not given there.
test_ways_out_that_others_leave_open_are_closed() {
	works gcc -Wall -Werror -static -o escape "$top/tests/guest/escape.c"
	guest -r -f escape <<-'END'
		echo secret >/secret
		mount -t tmpfs tmpfs /mnt
		echo secret >/mnt/secret
		mkdir /naive
		unshare -m -p -f sh -c '
			mount -t tmpfs tmpfs /naive
			mkdir /naive/proc /naive/tmp
			cp /escape /naive
			mount -t proc proc /naive/proc
			cd /naive
			mount --move . /
			exec chroot . /escape secret'
		linkbox import /busybox.tar busybox >/dev/null
		try() {
			linkbox run --rm --net none -v /escape:/escape:ro "$@" busybox /escape secret
		}
		try
		try --security-opt seccomp=unconfined
		try --security-opt seccomp=unconfined --cap-add SYS_ADMIN
		try --privileged
		echo 0 >/proc/sys/user/max_user_namespaces
		try
		try --security-opt seccomp=unconfined
	END
	is "$status" 0
	tried='tried 12 ways'
	prints uncovers "$tried" "$tried" "$tried" "$tried" "$tried" "$tried" "$tried"
}

test_nothing_that_the_machine_has_mounted_stays_busy() {
	truncate -s 1M disk
	works mke2fs -q disk
	guest -r -f disk <<-'END'
		modprobe loop
		mkdir '/a b'
		mount -t tmpfs tmpfs '/a b'
		mkdir '/a b/disk'
		mount -o loop -t ext4 /disk '/a b/disk'
		linkbox import /busybox.tar busybox >/dev/null
		linkbox run -d --name c1 --net none busybox sleep 1000 >/dev/null
		losetup -a | wc -l
		umount '/a b/disk'
		tries=100
		while losetup -a | grep -q . && [ $tries -gt 0 ]; do
			sleep 0.1
			tries=$((tries - 1))
		done
		losetup -a | wc -l
		linkbox exec c1 true && echo runs
	END
	is "$status" 0
	prints 1 0 runs
}

# Linux 6.3 is the first whose tmpfs takes other owners.
test_nor_does_a_container_with_ids_of_its_own_get_out() {
	[ -d "$top/build/kernel/$(uname -m)-trixie" ] || skip "the kernel of trixie is not there: board/qemu/kernel qemu-$(uname -m) trixie"
	works gcc -Wall -Werror -static -o escape "$top/tests/guest/escape.c"
	guest -r -k trixie -f escape <<-'END'
		export LINKBOX_STATE=/run/state
		echo secret >/secret
		cp /escape /run
		linkbox import /busybox.tar busybox >/dev/null
		for rights in CHOWN SYS_ADMIN ALL; do
			linkbox run --rm --net none --userns=auto -v /run/escape:/escape:ro --security-opt seccomp=unconfined \
				--cap-add $rights busybox /escape secret
		done
	END
	is "$status" 0
	prints 'tried 12 ways' 'tried 12 ways' 'tried 12 ways'
}
