#!/bin/sh
# A bar is for people who wait at a terminal.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

before_each() {
	command -v script >/dev/null || skip 'needs script, of bsdutils'
	mkdir root
	head -c 2000000 /dev/urandom >root/file
	tar -C root -cf root.tar .
	export TERM=linux
}

# on_terminal COLUMNS COMMAND...: what the command writes to its terminal, the line ends as they are
on_terminal() {
	columns=$1
	shift
	status=0
	script -qec "stty -opost columns $columns && $*" /dev/null >"$stdout" </dev/null || status=$?
	is "$status" "${wanted:-0}"
}

# the last state of the line on the terminal, without what moves the cursor
last() {
	sed 's/.*\[2K//; s/\r$//' "$stdout" | grep -F -e "$1" | tail -n 1
}

test_load_shows_each_layer_on_a_terminal() {
	"$top/tests/archives/make" docker --blob 5 --tag demo >archive
	on_terminal 120 "$LINKBOX" load -i archive
	shows '[0-9a-f]{12}: Loading layer \[={50}>\]  5\.[0-9]+MB/5\.[0-9]+MB.?$'
	shows 'Loaded image: demo:latest'
}

test_import_shows_how_far_it_is() {
	on_terminal 120 "$LINKBOX" import root.tar demo
	is "$(last Importing)" 'Importing [==================================================>]  2.007MB/2.007MB'
}

test_cp_and_commit_show_how_far_they_are() {
	linkbox import "$rootfs" busybox
	linkbox run -d --name web busybox sleep 100000
	on_terminal 120 "$LINKBOX" cp root web:/root
	like "$(last Copying)" 'Copying \[={50}>\] +2\.00.MB/2\.00.MB'
	on_terminal 120 "$LINKBOX" cp web:/root/root back
	like "$(last Copying)" 'Copying \[={50}>\] +2\.00.MB/2\.00.MB'
	on_terminal 120 "$LINKBOX" commit web made
	like "$(last Committing)" '[0-9a-f]{12}: Committing \[={50}>\] +2\.[0-9]+MB/2\.[0-9]+MB'
	shows '^sha256:'
	on_terminal 120 "$LINKBOX" export -o all.tar web
	shows Exporting
	on_terminal 120 "$LINKBOX" save -o saved.tar made
	shows 'Saving layer \['
	linkbox cp root web:/root
	says
	linkbox commit web made
	says
	linkbox rm -f web
}

test_the_bar_fits_the_terminal() {
	for columns in 200 120 80 60 45; do
		on_terminal $columns "$LINKBOX" import root.tar
		bar=$(last Importing)
		[ ${#bar} -lt $columns ] || fail "wider than $columns: $bar"
		like "$bar" 'Importing \[=+>\]  2.007MB/2.007MB'
	done
	on_terminal 30 "$LINKBOX" import root.tar
	is "$(last Importing)" 'Importing  2.007MB/2.007MB'
}

test_what_has_no_known_end_shows_what_has_come() {
	on_terminal 80 "cat root.tar | $LINKBOX import -"
	is "$(last Importing)" 'Importing  2.007MB'
	on_terminal 80 "$LINKBOX" import root
	like "$(last Importing)" 'Importing  2\.0[0-9]+MB'
}

test_a_failure_has_a_line_of_its_own() {
	head -c 1500000 root.tar >short.tar
	wanted=1 on_terminal 80 "$LINKBOX" import short.tar
	tr -d '\r' <"$stdout" >plain && mv plain "$stdout"
	shows '^linkbox: .*short.tar'
}

test_nothing_is_shown_elsewhere() {
	linkbox import root.tar demo
	prints_like 'sha256:[0-9a-f]{64}'
	says
	"$top/tests/archives/make" docker --tag demo >archive
	linkbox load -i archive
	says
	linkbox load <archive
	says
	on_terminal 80 "$LINKBOX" import root.tar demo '2>/dev/null'
	lacks Importing
	on_terminal 80 TERM=dumb "$LINKBOX" import root.tar demo
	lacks Importing
	on_terminal 80 "$LINKBOX" load -q -i archive
	lacks Loading
}

test_standard_output_stays_what_it_is() {
	on_terminal 80 "$LINKBOX" import root.tar demo '>out'
	like "$(cat out)" 'sha256:[0-9a-f]{64}'
	shows Importing
}
