#!/bin/sh
# Disks that are full or read-only: what can't be done is said, and nothing is lost.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

before_each() {
	for directory in "$LINKBOX_STATE" "$LINKBOX_RUN"; do
		mount -t tmpfs -o size=6m,mode=755 tmpfs "$directory"
	done
	image
	linkbox run -d --name db -v data:/data busybox sh -c 'echo kept >/data/file; sleep 100000'
	linkbox create --name idle busybox echo 'from before'
	stored >before
}

# fill DIRECTORY: not a byte is left
fill() {
	dd if=/dev/zero of="$1/filler" bs=4k 2>/dev/null || :
	not sh -c "echo more >$1/more"
	rm -f "$1/more"
}

empty() {
	rm "$1/filler"
}

nothing_is_lost() {
	linkbox ps -a --format '{{.Names}} {{.State}}'
	prints 'idle created' 'db running'
	linkbox inspect db idle busybox
	linkbox exec db cat /data/file
	prints kept
}

all_works_again() {
	nothing_is_lost
	linkbox start -a idle
	prints 'from before'
	linkbox run --rm busybox echo new
	prints new
	linkbox restart -t 0 db
	linkbox exec db cat /data/file
	prints kept
	linkbox rm -f idle db
	linkbox volume rm data
	linkbox rmi busybox
}

test_a_full_state_disk_refuses_what_needs_room_and_loses_nothing() {
	fill "$LINKBOX_STATE"
	fails_with 125 run -d --name more busybox
	warns 'o space left on device'
	fails_with 1 create --name more busybox
	warns 'o space left on device'
	refuses import "$rootfs" other
	warns 'no space left'
	refuses start idle
	warns 'o space left on device'
	nothing_is_lost
	linkbox stop -t 0 db
	linkbox ps -aq --filter name=db --filter status=exited
	isnt "$(cat "$stdout")" ''
	empty "$LINKBOX_STATE"
	linkbox start db
	all_works_again
}

test_on_a_full_state_disk_containers_can_be_removed() {
	fill "$LINKBOX_STATE"
	linkbox rm -f idle db
	linkbox volume rm data
	linkbox rmi busybox
	linkbox ps -a
	is "$(wc -l <"$stdout")" 1
}

test_what_was_refused_leaves_nothing_on_a_full_disk() {
	fill "$LINKBOX_STATE"
	refuses run -d --name more busybox
	refuses import "$rootfs" other
	empty "$LINKBOX_STATE"
	linkbox rm -f nobody
	stored | diff before -
}

test_a_full_run_directory_refuses_what_needs_room_and_loses_nothing() {
	fill "$LINKBOX_RUN"
	fails_with 125 run -d --name more busybox
	warns 'o space left on device'
	nothing_is_lost
	empty "$LINKBOX_RUN"
	all_works_again
}

test_with_a_full_run_directory_containers_can_be_stopped_and_removed() {
	fill "$LINKBOX_RUN"
	# It stops, though the end can't be noted.
	refuses stop -t 0 db
	warns 'o space left on device'
	has_exited db
	linkbox rm -f idle db
	linkbox ps -a
	is "$(wc -l <"$stdout")" 1
}

test_a_read_only_state_directory_is_said_to_be_so() {
	mount -o remount,ro "$LINKBOX_STATE"
	fails_with 125 run -d --name more busybox
	warns 'ead-only file system'
	refuses rm -f idle
	warns 'ead-only file system'
	nothing_is_lost
	linkbox stop -t 0 db
	mount -o remount,rw "$LINKBOX_STATE"
	linkbox start db
	all_works_again
}
