#!/bin/sh
# pause and unpause: all processes of a container stop where they are.
#
# SPDX-License-Identifier: MIT
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

before_each() {
	image
	[ -e /sys/fs/cgroup/unified/cgroup.procs ] || [ -e /sys/fs/cgroup/cgroup.procs ] || [ -d /sys/fs/cgroup/freezer ] ||
		skip 'no cgroup version 2 and no freezer controller'
}

# counter NAME: one that counts as fast as it can, in its file /count
counter() {
	linkbox run -d --name "$1" --net none busybox sh -c 'i=0; while :; do i=$((i + 1)); echo $i >/count; usleep 1000; done'
	eventually has_count "$1"
}

count() {
	cat /proc/"$(pid_of "$1")"/root/count
}

has_count() {
	[ -n "$(count "$1")" ]
}

counts_on() {
	isnt "$(count "$1")" "$2"
}

test_all_processes_stop_and_go_on() {
	counter c1
	linkbox exec -d c1 sh -c 'while :; do date >/date; done'
	linkbox pause c1
	prints c1
	is "$(state_of c1)" paused
	before=$(count c1)
	usleep 50000 2>/dev/null || sleep 0.05
	is "$(count c1)" "$before"
	linkbox unpause c1
	prints c1
	is "$(state_of c1)" running
	eventually counts_on c1 "$before"
}

test_ps_says_so() {
	linkbox run -d --name c1 --net none busybox
	linkbox pause c1
	linkbox ps --format '{{.Status}}'
	prints_like 'Up .* \(Paused\)'
	linkbox ps -q --filter status=paused
	[ -s "$stdout" ] || fail 'the filter finds nothing'
}

test_one_that_is_paused_can_be_ended() {
	linkbox run -d --name c1 --net none busybox
	linkbox pause c1
	linkbox kill c1
	eventually has_exited c1
	is "$(ask inspect -f '{{.State.ExitCode}} {{.State.Paused}}' c1)" '137 false'
	linkbox start c1
	linkbox pause c1
	linkbox rm -f c1
	linkbox run -d --name c1 --net none --stop-signal TERM busybox idle
	eventually says_ready c1
	linkbox pause c1
	linkbox stop -t 60 c1
	is "$(ask inspect -f '{{.State.ExitCode}}' c1)" 0
	linkbox start c1
	eventually says_ready c1 2
	linkbox pause c1
	linkbox restart -t 60 c1
	is "$(state_of c1)" running
}

# says_ready NAME [RUNS]
says_ready() {
	[ "$("$LINKBOX" logs "$1" | grep -c ready)" -ge "${2:-1}" ]
}

test_nothing_runs_between_the_start_of_a_stop_and_its_end_but_what_the_signal_asks_for() {
	linkbox run -d --name c1 --net none --stop-signal TERM busybox sh -c 'trap "echo asked; exit 3" TERM; echo ready; while :; do sleep 1; done'
	eventually says_ready c1
	linkbox pause c1
	linkbox stop -t 60 c1
	is "$(ask inspect -f '{{.State.ExitCode}}' c1)" 3
	linkbox logs c1
	prints ready asked
}

test_a_signal_that_is_not_its_stop_signal_waits() {
	linkbox run -d --name c1 --net none --stop-signal TERM busybox sh -c 'trap "echo usr1" USR1; echo ready; while :; do sleep 0.1; done'
	eventually says_ready c1
	linkbox pause c1
	linkbox kill -s USR1 c1
	is "$(state_of c1)" paused
	linkbox unpause c1
	eventually has_logged c1 usr1
}

has_logged() {
	"$LINKBOX" logs "$1" | grep "$2"
}

test_a_paused_container_goes_with_its_monitor() {
	counter c1
	linkbox pause c1
	kill_monitor c1
	linkbox start c1
	is "$(state_of c1)" running
	before=$(count c1 || true)
	eventually counts_on c1 "$before"
}

test_exec_attach_and_start_wait_for_it_to_go_on() {
	linkbox run -d --name c1 --net none busybox
	linkbox pause c1
	refuses exec c1 true
	says 'linkbox: Container c1 is paused, unpause the container before exec'
	refuses attach c1
	says 'linkbox: You cannot attach to a paused container, unpause it first'
	refuses start c1
	warns 'cannot start a paused container, try unpause instead'
	linkbox unpause c1
	linkbox exec c1 true
}

test_a_kernel_that_can_not_is_named() {
	works mount -t tmpfs tmpfs /sys/fs/cgroup
	linkbox run -d --name c1 --net none busybox
	refuses pause c1
	warns 'there is neither cgroup version 2 nor the freezer of version 1 (CONFIG_CGROUP_FREEZER)'
	is "$(state_of c1)" running
}

test_the_freezer_of_version_1_serves_where_there_is_no_version_2() {
	[ -d /sys/fs/cgroup/unified ] && [ -d /sys/fs/cgroup/freezer ] || skip 'needs both versions side by side'
	works umount /sys/fs/cgroup/unified
	counter c1
	linkbox pause c1
	is "$(state_of c1)" paused
	before=$(count c1)
	sleep 0.05
	is "$(count c1)" "$before"
	linkbox unpause c1
	eventually counts_on c1 "$before"
	linkbox pause c1
	linkbox kill c1
	eventually has_exited c1
	linkbox start c1
	linkbox pause c1
	kill_monitor c1
	linkbox rm -f c1
	is "$(find /sys/fs/cgroup/freezer/"$LINKBOX_CGROUP" -mindepth 1 -type d)" ''
}

test_many_at_once_leave_it_in_one_of_both_states() {
	counter c1
	for i in 1 2 3 4 5 6; do
		"$LINKBOX" pause c1 &
		"$LINKBOX" unpause c1 &
	done
	wait
	[ "$(state_of c1)" != paused ] || linkbox unpause c1
	before=$(count c1)
	eventually counts_on c1 "$before"
}

probes() {
	wc -l </proc/"$(pid_of "$1")"/root/probes
}

is_probed_more_than() {
	[ "$(probes c1)" -gt "$1" ]
}

test_nobody_asks_after_the_health_of_one_that_is_paused() {
	linkbox run -d --name c1 --net none --health-cmd 'echo probed >>/probes' --health-interval 50ms busybox
	eventually is_probed_more_than 1
	linkbox pause c1
	before=$(probes c1)
	sleep 0.3
	is "$(probes c1)" "$before"
	is "$(ask inspect -f '{{.State.Health.Status}}' c1)" healthy
	linkbox unpause c1
	eventually is_probed_more_than "$before"
}
