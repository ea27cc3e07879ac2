#!/bin/sh
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

before_each() {
	image
}

# The lines of a failure that all of these are: one line, a status, and nothing left behind.
remember() {
	remember_traces
	stored >"$box/files"
}

# bad STATUS TEXT ARGUMENT...
bad() {
	wanted=$1 text=$2
	shift 2
	remember
	fails_with "$wanted" "$@"
	prints
	is "$(wc -l <"$stderr")" 1
	warns "$text"
	like "$(head -c 9 "$stderr")" 'linkbox: '
	nothing_is_left
}

nothing_is_left() {
	stored | diff -u "$box/files" - >left || fail "$(cat left)"
	leaves_no_trace
}

warm_up() {
	linkbox run --rm busybox true
}

test_unknown_things() {
	warm_up
	bad 125 "Unable to find image 'ghost:latest' locally" run ghost
	bad 127 frobnicate frobnicate
	bad 125 'unknown flag: --frobnicate' run --frobnicate busybox
	for verb in start stop restart kill wait rm port logs attach; do
		remember
		fails_with 1 $verb ghost
		warns 'No such container: ghost'
		nothing_is_left
	done
	bad 1 'No such container: ghost' exec ghost true
	fails_with 1 inspect ghost
	prints '[]'
	warns 'No such object: ghost'
}

test_names() {
	linkbox create --name web busybox
	warm_up
	bad 125 'Conflict. The container name "/web" is already in use' run --name web busybox true
	bad 125 'Invalid container name (a b)' run --name 'a b' busybox true
	bad 125 'Invalid container name (x)' run --name x busybox true
}

test_ports() {
	warm_up
	for port in 80:x x:80 1.2.3:80:80 80/foo 70000 8080: 80-81:80-82 9090-9089:80 9090-:80 -9090:80 127.0.0.1:80 \
		a.b:80:80 80:80-70 '' :::80 '80 81' '80
81'; do
		bad 125 '' run --rm -p "$port" busybox true
	done
}

test_a_port_that_is_taken() {
	linkbox run -d --name web -p 8080:80 busybox
	bad 125 'Bind for 0.0.0.0:8080 failed: port is already allocated' run --rm -p 8080:80 busybox true
	warns web
}

test_links() {
	linkbox create --name stopped busybox
	linkbox run -d --name db busybox
	warm_up
	linkbox run --rm --link db busybox true
	bad 125 'could not get container for ghost: No such container: ghost' run --rm --link ghost busybox true
	bad 125 'Cannot link to a non running container: /stopped AS /web/stopped' run --rm --name web --link stopped busybox true
	bad 125 'could not get container for self: No such container: self' run --rm --name self --link self busybox true
	for alias in 'a b' 'a
b' 'a#b' 'a	b' "$(printf '%300s' '' | tr ' ' a)"; do
		bad 125 'bad format for links' run --rm --link "db:$alias" busybox true
	done
}

test_commands_and_users() {
	warm_up
	bad 127 'exec: "nosuch": executable file not found in $PATH' run --rm busybox nosuch
	bad 126 'exec: "/etc/passwd": permission denied' run --rm busybox /etc/passwd
	bad 125 'unable to find user nosuch: no matching entries in passwd file' run --rm -u nosuch busybox true
	bad 125 'it needs to be an absolute path' run --rm -w rel busybox true
}

test_a_working_directory_that_is_missing() {
	linkbox run -d --name web busybox
	refuses exec -w /not/there web pwd
	warns /not/there
	fails_with 125 run --rm -w /etc/passwd busybox pwd
	warns '/etc/passwd is not a directory'
}

test_a_command_line_that_says_too_much() {
	warm_up
	bad 125 '' run --rm -h 'a b' busybox true
	bad 125 '' run --rm -h 'a
b' busybox true
	bad 125 '' run --rm --add-host "a
b:1.2.3.4" busybox true
	bad 125 'invalid environment variable: =x' run --rm -e =x busybox true
	bad 125 'Invalid signal: FOO' run --rm --stop-signal FOO busybox true
}

test_no_space_for_an_image() {
	mount -t tmpfs -o size=1m tmpfs "$LINKBOX_STATE"
	refuses import "$rootfs" large
	grep -qi 'no space left' "$stderr" || fail 'what is missing is not named'
	is "$(wc -l <"$stderr")" 1
	linkbox images -q
	prints
	[ "$(du -sk "$LINKBOX_STATE" | cut -f 1)" -lt 100 ] || fail "left: $(find "$LINKBOX_STATE")"
}

test_no_space_for_a_container() {
	mount -t tmpfs -o size=8m tmpfs "$LINKBOX_STATE"
	image
	cat /dev/zero >"$LINKBOX_STATE/filler" 2>/dev/null || :
	refuses create --name web busybox
	grep -qi 'no space left' "$stderr" || fail 'what is missing is not named'
	is "$(wc -l <"$stderr")" 1
	linkbox ps -aq
	prints
	rm "$LINKBOX_STATE/filler"
	linkbox create --name web busybox
}

test_no_root_rights() {
	mount -t tmpfs -o mode=755 tmpfs /mnt
	cp "$LINKBOX" /mnt/linkbox
	for command in 'run --rm busybox true' 'create busybox' 'start web' 'rm web' 'images' 'ps'; do
		# shellcheck disable=SC2086
		call setpriv --reuid 65534 --regid 65534 --clear-groups /mnt/linkbox $command
		isnt "$status" 0
		is "$(wc -l <"$stderr")" 1
		grep -Eqi 'root|permission denied|not permitted' "$stderr" || fail "$command: $(cat "$stderr")"
	done
}

# --- an older kernel: what it lacks is named

# As after a boot: nothing of linkbox is in the kernel
afresh() {
	nft delete table ip linkbox
	rm -rf "$LINKBOX_RUN"
	mkdir "$LINKBOX_RUN"
}

# lacking PATTERN ERROR: the first system call that looks like this fails with the error
lacking() {
	warm_up
	afresh
	strace -f -qq -o calls "$LINKBOX" run --rm -p 8080:80 busybox true
	found=$(grep -v 'resumed>' calls | awk -v pattern="$1" '
		{ name = $2; sub(/\(.*/, "", name); number[$1, name]++ }
		index($0, pattern) { print name, number[$1, name]; exit }')
	[ "$found" ] || fail "no system call of run has $1"
	afresh
	call strace -f -qq -o calls --inject="${found% *}:error=$2:when=${found#* }+" \
		"$LINKBOX" run --rm -p 8080:80 busybox true
	[ "$status" != 0 ] || fail "should have failed: $found"
	is "$(wc -l <"$stderr")" 1
}

test_a_kernel_without_nf_tables() {
	lacking NETLINK_NETFILTER EPROTONOSUPPORT
	warns nf_tables
	linkbox ps -aq
	prints
	linkbox run --rm -p 8080:80 busybox true
}

test_a_kernel_without_overlayfs() {
	lacking '"overlay"' ENODEV
	warns overlay
	linkbox ps -aq
	prints
	linkbox run --rm -p 8080:80 busybox true
}

test_a_kernel_without_newer_system_calls() {
	warm_up
	for syscall in openat2 open_tree move_mount fsopen fsconfig fsmount mount_setattr pidfd_open pidfd_send_signal close_range; do
		remember
		call strace -f -qq -o calls --inject="$syscall:error=ENOSYS" "$LINKBOX" run --rm -p 8080:80 busybox true
		[ "$status" = 0 ] || grep -Eq "$syscall|Linux [5-9]|kernel" "$stderr" || fail "$syscall is not named: $(cat "$stderr")"
		nothing_is_left
	done
}

test_a_kernel_that_does_not_run_linkbox_again() {
	warm_up
	for error in EACCES:'Permission denied' ENOEXEC:'Exec format error'; do
		remember
		call strace -f -qq -o calls --inject="execveat:error=${error%:*}" "$LINKBOX" run --rm -p 8080:80 busybox true
		is "$status" 125
		is "$(cat "$stderr")" "linkbox: run linkbox again: ${error#*:}"
		nothing_is_left
	done
	# TOMOYO, where there is no /dev/fd
	call strace -f -qq -o calls --inject=execveat:error=ENOENT "$LINKBOX" run --rm -p 8080:80 busybox true
	is "$status" 0
	nothing_is_left
}
