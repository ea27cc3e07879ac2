#!/bin/sh
# What root in a container may do, and who gets it.
# shellcheck source=tests/lib.sh
[ "${box-}" ] || . "$(dirname "$0")/../lib.sh"

before_each() {
	image
	full=$(sed -n 's/^CapBnd:\t//p' /proc/self/status)
}

# The sets of the capabilities that a command printed its status of: has BOUNDING [PERMITTED]
has() {
	prints "CapInh:	0000000000000000" "CapPrm:	$(sixteen "${2-$1}")" "CapEff:	$(sixteen "${2-$1}")" \
		"CapBnd:	$(sixteen "$1")" "CapAmb:	0000000000000000"
}

sixteen() {
	printf '%016x' "0x$1"
}

without() {
	printf '%x' $((0x$1 & ~$2))
}

# with OPTION...: what run and exec give with them
with() {
	linkbox run --rm "$@" busybox grep Cap /proc/self/status
}

test_root_has_those_14_of_Docker_and_nothing_inheritable_or_ambient() {
	with --init
	has a80425fb
	with
	has a80425fb
}

test_cap_add_adds() {
	with --cap-add NET_ADMIN
	has a80435fb
	with --cap-add NET_ADMIN --cap-add SYS_TIME
	has aa0435fb
}

test_cap_drop_drops() {
	with --cap-drop MKNOD --cap-drop NET_RAW
	has a00405fb
}

test_names_may_have_CAP_before_them_and_any_case() {
	with --cap-add cap_net_admin --cap-drop Cap_Mknod
	has a00435fb
}

test_all_can_be_dropped() {
	with --cap-drop ALL
	has 0
	with --cap-drop all --cap-add CHOWN --cap-add=cap_kill
	has 21
}

test_all_can_be_added() {
	with --cap-add ALL
	has "$full"
	with --cap-add all --cap-drop NET_RAW
	has "$(without "$full" 0x2000)"
	with --cap-add ALL --cap-drop ALL
	has "$full"
}

test_what_is_added_by_name_is_there_even_if_dropped() {
	with --cap-add SYS_TIME --cap-drop SYS_TIME
	has aa0425fb
}

test_privileged_means_all_whatever_else_is_said() {
	with --privileged
	has "$full"
	with --privileged --cap-drop ALL
	has "$full"
	with --privileged=false
	has a80425fb
}

test_another_user_has_none_but_the_same_bound() {
	with -u alice
	has a80425fb 0
	with -u 1234 --cap-add NET_ADMIN
	has a80435fb 0
	with -u alice --privileged
	has "$full" 0
	with -u alice --security-opt no-new-privileges
	has a80425fb 0
	with -u alice --security-opt seccomp=unconfined
	has a80425fb 0
}

test_exec_gives_what_the_container_has() {
	linkbox run -d --name web --cap-add NET_ADMIN --cap-drop MKNOD busybox
	linkbox exec web grep Cap /proc/self/status
	has a00435fb
	linkbox exec -u alice web grep Cap /proc/self/status
	has a00435fb 0
	linkbox exec -t web grep Cap /proc/self/status
	tr -d '\r' <"$stdout" >plain
	cp plain "$stdout"
	has a00435fb
}

test_exec_privileged_gives_all() {
	linkbox run -d --name web --cap-drop ALL busybox
	linkbox exec --privileged web grep Cap /proc/self/status
	has "$full"
	linkbox exec --privileged -u alice web grep Cap /proc/self/status
	has "$full" 0
	linkbox exec web grep Cap /proc/self/status
	has 0
}

test_a_container_keeps_what_it_was_created_with() {
	linkbox run --name web --cap-add SYS_TIME --cap-drop ALL busybox grep Cap /proc/self/status
	linkbox start -a web
	has 2000000
}

test_an_unknown_one_is_refused_in_the_words_of_Docker() {
	fails_with 125 docker run --cap-add foo busybox true
	says 'docker: Error response from daemon: invalid CapAdd: unknown capability: "CAP_FOO".' "See 'docker run --help'."
	fails_with 1 docker create --cap-drop CAP_FOO busybox true
	says 'Error response from daemon: invalid CapDrop: unknown capability: "CAP_FOO"'
	refuses run --cap-add '' busybox true
	refuses run --cap-add 12 busybox true
	refuses run --cap-add 'CHOWN,KILL' busybox true
	refuses run --cap-add "$(printf '%0100d' 0)" busybox true
	linkbox ps -aq
	prints
}

test_one_that_the_machine_does_not_have_is_refused() {
	call setpriv --bounding-set -sys_time "$LINKBOX" run --cap-add SYS_TIME busybox true
	is "$status" 125
	warns 'invalid CapAdd: capability not supported by your kernel or not available in the current environment: "CAP_SYS_TIME"'
}

test_inspect_shows_what_was_asked_for() {
	linkbox create --name web --cap-add net_admin --cap-add ALL --cap-drop CAP_MKNOD busybox
	is "$(ask inspect -f '{{json .HostConfig.CapAdd}} {{json .HostConfig.CapDrop}} {{.HostConfig.Privileged}}' web)" \
		'["net_admin","ALL"] ["CAP_MKNOD"] false'
	linkbox create --name plain busybox
	is "$(ask inspect -f '{{json .HostConfig.CapAdd}} {{json .HostConfig.CapDrop}} {{json .HostConfig.SecurityOpt}}' plain)" \
		'null null null'
	linkbox create --name all --privileged busybox
	is "$(ask inspect -f '{{.HostConfig.Privileged}} {{.HostConfig.SecurityOpt}} {{json .HostConfig.MaskedPaths}}' all)" \
		'true [label=disable] null'
}

# --- --privileged ---------------------------------------------------------------------------------

test_privileged_sees_proc_and_sys_whole_and_writable() {
	linkbox run --rm --privileged busybox sh -c 'grep -c " /proc/" /proc/mounts; grep -E "^[^ ]+ /(proc|sys) " /proc/mounts'
	prints_like 0 '.* /proc proc rw,.*' '.* /sys sysfs rw,.*'
	linkbox run --rm busybox sh -c 'grep " /sys " /proc/mounts'
	prints_like '.* /sys sysfs ro,.*'
	linkbox run --rm --privileged busybox sh -c 'echo 64 >/proc/sys/net/ipv4/ip_default_ttl && cat /proc/sys/net/ipv4/ip_default_ttl'
	prints 64
	refuses run --rm busybox sh -c 'echo 64 >/proc/sys/net/ipv4/ip_default_ttl'
}

test_privileged_has_the_devices_of_the_machine() {
	mount -t tmpfs tmpfs /dev
	mkdir -p /dev/bus/usb /dev/pts /dev/shm
	for node in null zero full random urandom tty; do
		mknod -m 666 /dev/$node c 1 3
	done
	rm /dev/null
	mknod -m 666 /dev/null c 1 3
	mknod -m 640 /dev/disk b 7 99
	chown 0:6 /dev/disk
	mknod -m 600 /dev/bus/usb/001 c 189 1
	mknod -m 600 /dev/shm/hidden c 189 2
	mkfifo /dev/fifo
	ln -s disk /dev/link
	linkbox run --rm --privileged busybox stat -c '%n %F %t,%T %a %g' /dev/disk /dev/bus/usb/001 /dev/null /dev/zero
	prints '/dev/disk block special file 7,63 640 6' '/dev/bus/usb/001 character special file bd,1 600 0' \
		'/dev/null character special file 1,3 666 0' '/dev/zero character special file 1,5 666 0'
	linkbox run --rm --privileged busybox ls /dev /dev/shm
	lacks 'fifo|link|hidden'
	linkbox run --rm busybox ls /dev
	lacks 'disk|bus'
}

test_others_may_not_use_devices_that_they_make() {
	refuses run --rm --cap-drop MKNOD busybox mknod /tmp/kmsg c 1 11
	warns 'Operation not permitted'
}

# --- no new privileges ----------------------------------------------------------------------------

test_no_new_privileges_stops_a_setuid_program() {
	probe
	chmod 4755 probe
	linkbox run --rm -u alice -v "$PWD/probe:/probe" busybox /probe euid
	prints 0
	for option in no-new-privileges no-new-privileges:true no-new-privileges=1; do
		linkbox run --rm -u alice -v "$PWD/probe:/probe" --security-opt "$option" busybox /probe euid
		prints 1000
	done
	linkbox run --rm -u alice -v "$PWD/probe:/probe" --security-opt no-new-privileges:false busybox /probe euid
	prints 0
}

# shellcheck disable=SC2046
probe() {
	compiler=$top/build/sysroot/$(uname -m)/bin/musl-gcc
	[ -x "$compiler" ] || compiler=gcc
	works "$compiler" -static -o probe "$top/tests/security/probe.c"
}

test_no_new_privileges_holds_for_exec_too() {
	probe
	chmod 4755 probe
	linkbox run -d --name web --security-opt no-new-privileges -v "$PWD/probe:/probe" busybox
	linkbox exec -u alice web /probe euid
	prints 1000
	linkbox exec --privileged -u alice web /probe euid
	prints 1000
	linkbox exec web grep NoNewPrivs /proc/self/status
	prints 'NoNewPrivs:	1'
}

test_other_security_options_are_refused_by_name() {
	fails_with 125 docker run --security-opt foo busybox true
	says 'docker: Invalid --security-opt: "foo".' "See 'docker run --help'."
	fails_with 125 docker run --security-opt foo=bar busybox true
	says 'docker: Error response from daemon: invalid --security-opt 2: "foo=bar".' "See 'docker run --help'."
	fails_with 125 docker run --security-opt no-new-privileges=maybe busybox true
	warns 'invalid --security-opt 2: "no-new-privileges=maybe"'
	refuses run --security-opt label=type:container_t busybox true
	warns 'linkbox has no SELinux labels'
	refuses run --security-opt apparmor=docker-default busybox true
	warns 'linkbox loads no AppArmor profiles'
	linkbox run --rm --security-opt label=disable --security-opt apparmor=unconfined --security-opt label:disable busybox true
	says_nothing
}
