#!/bin/sh
# What Docker does as well is played beside it: tests/parity/commit.cases.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

before_each() {
	image
}

test_files_of_all_kinds_come_back() {
	linkbox run --name web busybox sh -c 'mkdir -p /t/deep; echo text >/t/file; ln /t/file /t/same; ln -s gone /t/link
		mkfifo /t/fifo; mknod /t/null c 1 3; chmod 4711 /t/file; chown 7:8 /t/deep; touch "/t/$(printf "a\377b")"'
	linkbox commit web made
	prints_like 'sha256:[0-9a-f]{64}'
	linkbox run --name again made true
	for name in web again; do
		linkbox cp $name:/t - >/dev/null
		tar --numeric-owner --full-time -tvf "$stdout" | sed 's/:\([0-9]*\)\.[0-9]* /:\1 /; s/  */ /g' >$name
	done
	works diff web again
	linkbox diff again
	prints
}

test_what_was_deleted_stays_deleted() {
	linkbox run --name web busybox sh -c 'rm /etc/passwd; rm -r /home; rm -r /srv; mkdir /srv; touch /srv/fresh'
	linkbox commit web made
	linkbox run --rm made sh -c 'ls -a /srv; ls -d /home /etc/passwd; ls -d /etc/group'
	prints . .. fresh /etc/group || :
}

test_what_linkbox_makes_for_its_mounts_is_no_layer() {
	mkdir -p root/bin
	cp "$(command -v busybox)" root/bin/busybox
	linkbox import root bare
	linkbox run --name web bare /bin/busybox true
	linkbox commit web same
	is "$(ask inspect -f '{{.RootFS.Layers}}' same)" "$(ask inspect -f '{{.RootFS.Layers}}' bare)"
	is "$(ask history same | wc -l)" 3
}

test_the_same_changes_are_one_layer() {
	linkbox run --name web busybox sh -c 'touch -d 2001-01-01 /new'
	linkbox commit web one
	linkbox commit web two
	is "$(ask inspect -f '{{index .RootFS.Layers 1}}' one)" "$(ask inspect -f '{{index .RootFS.Layers 1}}' two)"
	is "$(find "$LINKBOX_STATE/layers" -mindepth 1 -maxdepth 1 | wc -l)" 2
}

test_an_image_of_an_image_that_is_gone() {
	linkbox run --name web busybox touch /new
	linkbox rmi -f "$(ask images -q busybox)"
	linkbox commit web made
	linkbox run --rm made ls /new /etc/passwd
	linkbox history -q made
	is "$(wc -l <"$stdout")" 2
	linkbox rm web
	linkbox rmi made
	is "$(find "$LINKBOX_STATE/images" "$LINKBOX_STATE/layers" -mindepth 1)" ''
}

test_a_directory_in_place_has_no_layers() {
	mkdir root
	tar -C root -xf "$rootfs"
	linkbox import --in-place root placed
	linkbox create --name web placed sh
	fails_with 1 commit web made
	warns 'used in place; use export and import'
}

test_the_container_goes_on() {
	linkbox run -d --name web busybox sh -c 'i=0; while :; do i=$((i + 1)); echo $i >/count; usleep 1000; done'
	eventually has_count
	linkbox commit web made
	is "$(state_of web)" running
	before=$(count)
	eventually counts_on
	linkbox pause web || skip 'no pause here'
	linkbox commit web made
	is "$(state_of web)" paused
	linkbox rm -f web
}

count() {
	cat "/proc/$(pid_of web)/root/count"
}

has_count() {
	[ -n "$(count)" ]
}

counts_on() {
	[ "$(count)" != "$before" ]
}

test_a_commit_that_is_killed_leaves_nothing_and_nobody_paused() {
	linkbox run -d --name web busybox sh -c 'head -c 30000000 /dev/urandom >/big; echo ready; sleep 100000'
	eventually logged web ready
	for step in 3 8 20 40 80; do
		call strace -f -o /dev/null --inject=read:signal=KILL:when=$step "$LINKBOX" commit web made
		eventually is_running
	done
	linkbox commit web made
	is "$(ask images -q made | wc -l)" 1
	is "$(find "$LINKBOX_STATE/layers" -mindepth 1 -maxdepth 1 | wc -l)" 2
}

is_running() {
	[ "$(state_of web)" = running ]
}

test_a_full_disk_is_said_and_leaves_nothing() {
	mount -t tmpfs -o size=16m tmpfs "$LINKBOX_STATE"
	image
	linkbox run --name web busybox sh -c 'head -c 3000000 /dev/urandom >/big'
	find "$LINKBOX_STATE/layers" "$LINKBOX_STATE/images" | sort >before
	room=$(df -k --output=avail "$LINKBOX_STATE" | tail -n 1)
	head -c $((room * 1024 - 1000000)) /dev/zero >"$LINKBOX_STATE/filler"
	fails_with 1 commit web made
	warns 'no space left'
	rm "$LINKBOX_STATE/filler"
	find "$LINKBOX_STATE/layers" "$LINKBOX_STATE/images" | sort | works diff before -
	linkbox commit web made
}
