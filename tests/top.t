#!/bin/sh
# top: the processes of a container, told as ps(1) tells them, without it. tests/parity compares more.
#
# SPDX-License-Identifier: MIT
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

before_each() {
	image
	linkbox run -d --name c1 --net none busybox sleep 4321
	pid=$(pid_of c1)
}

test_shows_what_ps_shows_in_full() {
	linkbox top c1
	prints_like 'UID +PID +PPID +C +STIME +TTY +TIME +CMD' \
		"root +$pid +[0-9]+ +[0-9]+ +[0-9]{2}:[0-9]{2} +[?] +00:00:[0-9]{2} +sleep 4321"
	linkbox top c1 -ef
	shows "sleep 4321"
}

test_says_of_each_what_ps_says_of_it() {
	for columns in pid,ppid,pgid,sid,uid,user,ni,nlwp,tname,comm,args pid,vsz,tt,cmd; do
		linkbox top c1 -o "$columns"
		is "$(tr -s ' ' <"$stdout" | sed 's/ $//')" "$(ps -o "$columns" -p "$pid" | tr -s ' ' | sed 's/^ //; s/ $//')"
	done
}

test_shows_the_processes_of_exec_and_no_others() {
	linkbox run -d --name c2 --net none busybox
	linkbox exec -d c1 sleep 5678
	linkbox top c1 -eo pid,args
	is "$(sed '1d; s/^[0-9]* *//' "$stdout")" 'sleep 4321
sleep 5678'
}

test_finds_them_without_cgroups() {
	works mount -t tmpfs tmpfs /sys/fs/cgroup
	linkbox run -d --name c2 --net none busybox sleep 777
	linkbox exec -d c2 sleep 888
	linkbox top c2 -eo pid,args
	is "$(sed '1d; s/^[0-9]* *//' "$stdout")" 'sleep 777
sleep 888'
}

test_finds_only_its_own_among_the_processes_of_the_host() {
	linkbox run -d --name c2 --net none --pid host busybox sleep 777
	linkbox top c2 -eo pid,args
	is "$(sed '1d; s/^[0-9]* *//' "$stdout")" 'sleep 777'
}

test_a_process_can_not_write_to_the_terminal_by_its_name() {
	linkbox run -d --name c2 --net none busybox sh -c 'sleep 100 & wait' "$(printf 'x\033[31m\ty\nz')"
	linkbox top c2 -eo pid,args
	shows 'x\?\[31m\?y\?z$'
}

test_refuses_what_it_does_not_know() {
	refuses top c1 -o pid,wchan
	says 'linkbox: ps has the column wchan, perhaps; top does not'
	refuses top c1 --forest
	says "linkbox: the option --forest of ps is none of top"
	refuses top c1 -o
	says "linkbox: -o wants a list of columns"
}
