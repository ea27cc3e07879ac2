#!/bin/sh
# Devices: those that a container is given, and that it has no others.
#
# SPDX-License-Identifier: MIT
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

# The misc device of loops is on every machine that runs these tests, and opening it does nothing.
before_each() {
	image
	[ -c /dev/loop-control ] || skip 'no /dev/loop-control (CONFIG_BLK_DEV_LOOP)'
	loop=/dev/loop-control
	number="$((0x$(stat -c %t $loop))) $((0x$(stat -c %T $loop)))"
}

needs_rules() {
	"$LINKBOX" run --rm --net none --device-cgroup-rule 'c 1:3 r' busybox true || skip 'no rules for devices in this kernel'
}

test_a_device_has_the_number_owner_and_mode_that_it_has_outside() {
	linkbox run --rm --net none --device "$loop" busybox stat -c '%t %T %u %g %a' "$loop"
	prints "$(stat -c '%t %T %u %g %a' "$loop")"
}

test_a_device_may_have_another_place() {
	for place in /dev/a/b /srv/x /loop; do
		linkbox run --rm --net none --device "$loop:$place" busybox sh -c ": <>$place && echo opened"
		prints opened
	done
}

test_a_device_may_be_given_to_read_only() {
	needs_rules
	linkbox run --rm --net none --device "$loop:r" busybox sh -c ": <$loop && echo read; (: >$loop) || echo refused"
	prints read refused
}

test_a_directory_gives_all_devices_below_it() {
	works mkdir -p "$box/dev/deep/er"
	# shellcheck disable=SC2086
	works mknod "$box/dev/one" c $number
	# shellcheck disable=SC2086
	works mknod "$box/dev/deep/er/two" c $number
	works touch "$box/dev/file"
	linkbox run --rm --net none --device "$box/dev:/dev/all" busybox sh -c 'find /dev/all -type c | sort; : <>/dev/all/deep/er/two'
	prints /dev/all/deep/er/two /dev/all/one
	works mkdir "$box/empty"
	refuses run --rm --net none --device "$box/empty" busybox true
	warns "error gathering device information while adding custom device \"$box/empty\": not a device node"
}

test_a_link_is_followed_and_keeps_its_name() {
	works ln -s "$loop" "$box/link"
	linkbox run --rm --net none --device "$box/link:/dev/link" busybox sh -c '[ -c /dev/link ] && echo there'
	prints there
}

test_a_rule_allows_what_the_container_makes_itself() {
	needs_rules
	# shellcheck disable=SC2086
	set -- $number
	linkbox run --rm --net none --device-cgroup-rule "c $1:$2 rw" busybox sh -c "mknod /x c $1 $2 && : <>/x && echo opened"
	prints opened
	linkbox run --rm --net none --device-cgroup-rule "a *:* rwm" busybox sh -c "mknod /x c $1 $2 && : <>/x && echo opened"
	prints opened
	linkbox run --rm --net none --device-cgroup-rule "b $1:$2 rw" busybox sh -c "mknod /x c $1 $2; (: <>/x) || echo refused"
	prints refused
	linkbox run --rm --net none busybox sh -c "mknod /x c $1 $2; (: <>/x) || echo refused"
	prints refused
}

test_a_rule_with_a_number_that_no_device_has_is_refused() {
	refuses create --device-cgroup-rule 'c 4294967295:3 rwm' busybox
	warns 'invalid device cgroup format'
	refuses create --device-cgroup-rule 'c 1:99999999999999999999 rwm' busybox
	warns 'invalid device cgroup format'
}

test_a_command_of_exec_has_no_other_devices() {
	needs_rules
	# shellcheck disable=SC2086
	set -- $number
	linkbox run -d --name c1 --net none busybox
	linkbox exec c1 sh -c "mknod /x c $1 $2; (: <>/x) || echo refused"
	prints refused
	linkbox exec --privileged c1 sh -c "(: <>/x) || echo refused"
	prints refused
}

test_a_privileged_container_may_use_all_devices() {
	linkbox run --rm --net none --privileged busybox sh -c ": <>$loop && echo opened"
	prints opened
}

test_a_device_that_a_stopped_container_had_under_another_number_is_renewed() {
	works mknod "$box/changing" c 1 3
	linkbox create --name c1 --net none --device "$box/changing:/srv/it" busybox stat -c '%t %T' /srv/it
	linkbox start -a c1
	prints '1 3'
	works rm "$box/changing"
	works mknod "$box/changing" c 1 5
	linkbox start -a c1
	prints '1 5'
	works rm "$box/changing"
	refuses start c1
	warns 'no such file or directory'
	is "$(state_of c1)" exited
}

test_a_device_is_never_made_outside_of_the_container() {
	works mkdir -p "$box/out" "$box/root"
	works cp -a "$cache/root/." "$box/root"
	works ln -s "$box/out" "$box/root/escape"
	works ln -s / "$box/root/top"
	linkbox import "$box/root" hostile
	linkbox run --rm --net none --device "$loop:/escape/x" hostile sh -c 'ls -d /work /escape/x || true'
	is "$(ls "$box/out")" ''
}
