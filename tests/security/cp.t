#!/bin/sh
# cp never leaves the root of a container, in either direction, whatever that does meanwhile.
seconds=300   # hundreds of copies, each with its processes
# shellcheck source=tests/lib.sh
[ "${box-}" ] || . "$(dirname "$0")/../lib.sh"

before_each() {
	compiler=$top/build/sysroot/$(uname -m)/bin/musl-gcc
	[ -x "$compiler" ] || compiler=cc
	works "$compiler" -static -o swap "$top/tests/security/swap.c"
	image
	mkdir outside
	echo 'of the host' >outside/secret
}

# hostile COMMAND: a container whose files COMMAND makes, and in which two names are exchanged for ever
hostile() {
	linkbox run -d --name web -v "$PWD/swap:/swap" busybox sh -c "$1; exec /swap $2 $3"
	eventually logged web swapping
	echo in >inside
	find outside -printf '%p %T@ %s\n' >before
}

unchanged() {
	find outside -printf '%p %T@ %s\n' | works diff before -
	is "$(cat outside/secret)" 'of the host'
	is "$(state_of web)" running
}

# try ARGUMENT...: whether it succeeds depends on the moment
try() {
	call "$LINKBOX" "$@"
	[ "$status" -lt 2 ] || fail "exit status $status: $*"
}

test_a_directory_that_is_a_link_to_the_root_at_times_leads_nowhere() {
	hostile "mkdir -p /d/dir$PWD/outside; echo 'of the container' >/d/dir$PWD/outside/secret; ln -s / /d/link" /d/dir /d/link
	rounds=200 brought=0
	while [ $rounds -gt 0 ]; do
		rounds=$((rounds - 1))
		try cp "web:/d/dir$PWD/outside/secret" got
		if [ -f got ]; then
			like "$(cat got)" '(of the container|in)'
			brought=$((brought + 1))
		fi
		rm -f got
		try cp inside "web:/d/dir$PWD/outside/secret"
		try cp inside "web:/d/dir$PWD/outside/new"
	done
	unchanged
	[ $brought -gt 0 ] || fail 'nothing was ever brought out'
}

test_a_tree_that_changes_while_it_is_walked_brings_nothing_of_the_host() {
	hostile "mkdir -p /d/dir/a/b; touch /d/dir/a/b/c; ln -s $PWD/outside /d/link" /d/dir /d/link
	rounds=50
	while [ $rounds -gt 0 ]; do
		rounds=$((rounds - 1))
		try cp web:/d out
		not grep -r 'of the host' out
		rm -rf out
		try cp web:/d/dir/. out
		try cp swap web:/d/dir/a/
		rm -rf out
	done
	unchanged
}

test_a_fifo_in_the_place_of_a_file_stops_nobody() {
	hostile 'mkdir /d; echo text >/d/file; mkfifo /d/fifo' /d/file /d/fifo
	rounds=50
	while [ $rounds -gt 0 ]; do
		rounds=$((rounds - 1))
		linkbox cp web:/d out
		rm -rf out
		try cp web:/d/file got
		rm -f got
	done
	linkbox export -o all.tar web
	unchanged
}

test_links_that_came_along_are_not_gone_through() {
	linkbox run --name web busybox sh -c "mkdir -p /d/sub; ln -s $PWD/outside /d/sub/link"
	linkbox cp web:/d out
	is "$(readlink out/sub/link)" "$PWD/outside"
	linkbox run --name more busybox sh -c 'mkdir -p /d/sub/link; echo evil >/d/sub/link/secret'
	refuses cp more:/d/. out
	warns 'cannot overwrite non-directory'
	is "$(cat outside/secret)" 'of the host'
	mkdir archive
	ln -s "$PWD/outside" archive/link
	tar cf evil.tar -C archive link
	rm archive/link
	mkdir archive/link
	echo evil >archive/link/secret
	tar rf evil.tar -C archive link/secret
	linkbox create --name box busybox
	call "$LINKBOX" cp - box:/tmp <evil.tar
	[ "$status" = 1 ] || fail "exit status $status"
	warns 'names go through this symbolic link'
	is "$(cat outside/secret)" 'of the host'
}

test_archives_that_want_out_stay_in() {
	linkbox create --name box busybox
	for name in ../../../../../../../../../../../../tmp/out /tmp/out; do
		echo evil >evil
		tar cPf evil.tar --transform "s,evil,$name," evil
		call "$LINKBOX" cp - box:/root <evil.tar
		[ "$status" = 1 ] || fail "exit status $status"
	done
	not test -e /tmp/out
	linkbox diff box
	prints
}

test_programs_of_others_come_out_without_their_rights() {
	linkbox run --name web busybox sh -c 'cp /bin/busybox /mine; chown 1000 /mine; chmod 4755 /mine; cp /bin/busybox /roots; chmod 4755 /roots'
	linkbox cp web:/mine .
	is "$(stat -c '%u %a' mine)" '0 755'
	linkbox cp web:/roots .
	is "$(stat -c '%u %a' roots)" '0 4755'
}

# rights PROCESS FLAGS: what it may do, and the flags of the mount that is its root: 1 read-only, 2 nosuid,
# 4 nodev, 8 noexec
rights() {
	is "$(sed -n 's/^Seccomp:\t//p' "/proc/$1/status")" 2
	is "$(sed -n 's/^NoNewPrivs:\t//p' "/proc/$1/status")" 1
	is "$(awk '/^Cap(Inh|Prm|Eff|Amb)/ { print $2 }' "/proc/$1/status" | tr '\n' ' ')" \
		'0000000000000000 000000008820001b 000000008820001b 0000000000000000 '
	is "$(python3 -c 'import os, sys; print(os.statvfs(sys.argv[1]).f_flag & 15)' "/proc/$1/root")" "$2"
	not test -e "/proc/$1/root$PWD"
}

# works_alone FLAGS: the helper, which stands in $helper, is confined; its descriptors are known
works_alone() {
	eventually helper_is_confined
	helper=$(cat helper)
	rights "$helper" "$1"
	# The pipe, standard error, the root, /proc/self/fd; and where it works in the container.
	is "$(find "/proc/$helper/fd" -type l -name '[0-4]' -printf '%f\n' | sort | tr '\n' ' ')" '0 1 2 3 4 '
}

test_the_process_in_the_container_has_nothing_of_the_host() {
	linkbox run -d --name web busybox
	linkbox create --name other busybox
	mkfifo slow
	for name in web other; do
		"$LINKBOX" cp - $name:/tmp <slow &
		exec 8>slow
		works_alone 14
		is "$(find "/proc/$helper/fd" -type l ! -name '[0-4]' -printf '%l\n' | sed 's,.*/,,' | sort -u)" tmp
		not "/proc/$helper/root/bin/busybox" true
		exec 8>&-
		wait
	done
}

test_the_process_that_reads_a_container_can_change_nothing_in_it() {
	linkbox run -d --name web busybox sh -c 'head -c 9000000 /dev/zero >/large; sleep 100000'
	linkbox run --name other busybox sh -c 'head -c 9000000 /dev/zero >/large'
	eventually sh -c "[ \"\$('$LINKBOX' exec web stat -c %s /large)\" = 9000000 ]"
	mkfifo slow
	for name in web other; do
		for verb in "cp $name:/large -" "export $name"; do
			# shellcheck disable=SC2086
			"$LINKBOX" $verb >slow &
			exec 8<slow
			works_alone 15
			not touch "/proc/$helper/root/new"
			exec 8<&-
			wait
		done
	done
}

# On the host's side its root is where things go to.
test_the_process_that_writes_on_the_host_has_but_its_destination() {
	command -v strace || skip 'needs strace'
	linkbox run -d --name web busybox
	mkdir out
	linkbox exec web touch /new
	# long enough to be looked at
	strace -f -qq -o trace -e trace=utimensat -e inject=utimensat:delay_enter=3000000:when=1 "$LINKBOX" cp web:/new out/ &
	eventually receiver_is_confined
	rights "$(cat helper)" 14
	is "$(ls "/proc/$(cat helper)/root")" "$(ls out)"
	wait
	test -e out/new
}

receiver_is_confined() {
	for process in $(pgrep -f "^$LINKBOX cp web"); do
		if [ "$(sed -n 's/^Seccomp:\t//p' "/proc/$process/status")" = 2 ] && [ ! -e "/proc/$process/root/bin" ]; then
			echo "$process" >helper
			return 0
		fi
	done
	return 1
}

# The process that has no root of ours any more, and has given up its rights.
helper_is_confined() {
	for process in $(pgrep -f "^$LINKBOX (cp|export) "); do
		if [ ! -e "/proc/$process/root$PWD" ] && grep -q '^Seccomp:.2' "/proc/$process/status"; then
			echo "$process" >helper
			return 0
		fi
	done
	return 1
}
