#!/bin/sh
# What Docker does as well is played beside it: tests/parity/cp.cases.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

before_each() {
	image
}

test_what_goes_in_comes_out_as_it_was() {
	mkdir -p tree/deep/deeper
	echo text >tree/file
	chmod 2751 tree/file
	touch -d '2001-02-03 04:05:06.789' tree/file
	ln tree/file tree/same
	ln -s nowhere tree/link
	mkfifo tree/fifo
	long=$(printf 'x%.0s' $(seq 200))
	mkdir -p "tree/$long/$long"
	echo long >"tree/$long/$long/$long"
	printf 'bytes' >"tree/$(printf 'a\377b\nc')"
	: >tree/.wh.kept
	linkbox run -d --name web busybox
	linkbox cp tree web:/tree
	linkbox cp web:/tree back
	(cd tree && find . -printf '%p %y %m %T@ %s %l\n' | sort) >wanted
	(cd back && find . -printf '%p %y %m %T@ %s %l\n' | sort) >found
	works diff wanted found
	works diff -r --no-dereference tree/deep back/deep
	is "$(cat "back/$long/$long/$long")" long
	is "$(stat -c %i back/file)" "$(stat -c %i back/same)"
}

test_extended_attributes_come_along() {
	mkdir tree
	echo text >tree/program
	python3 -c 'import os; os.setxattr("tree/program", "user.kind", b"a\0b"); os.setxattr("tree", "trusted.kind", b"c")' ||
		skip 'no user attributes here'
	linkbox run -d --name web busybox
	linkbox cp tree web:/tree
	linkbox commit web made
	linkbox run -d --name again made
	linkbox cp again:/tree back
	is "$(python3 -c 'import os; print(os.getxattr("back/program", "user.kind"), os.getxattr("back", "trusted.kind"))')" \
		"b'a\\x00b' b'c'"
}

test_sees_what_the_container_sees() {
	mkdir bound
	echo bound >bound/file
	linkbox run -d --name web -v data:/data -v "$PWD/bound:/bound:ro" --tmpfs /ram busybox \
		sh -c 'echo vol >/data/file; echo ram >/ram/file; echo ready; sleep 100000'
	eventually logged web ready
	for place in data bound ram; do
		linkbox cp "web:/$place/file" -
		tar -xOf "$stdout" >text
		is "$(sed 's/vol/data/' text)" $place
	done
	echo extra >extra
	linkbox cp extra web:/ram
	is "$(ask exec web cat /ram/extra)" extra
	fails_with 1 cp extra web:/bound
	warns 'mounted volume is marked read-only'
	linkbox cp web:/proc/version version
	works cmp version /proc/version
	linkbox cp web:/ whole
	is "$(find whole/proc whole/sys whole/dev -mindepth 1)" ''
	is "$(cat whole/data/file whole/bound/file whole/ram/file | tr '\n' ' ')" 'vol bound ram '
}

test_works_on_one_that_stands_still() {
	mkdir bound
	echo bound >bound/file
	linkbox create --name web -v data:/data -v "$PWD/bound:/bound" busybox
	echo text >file
	for place in /srv /data /bound; do
		linkbox cp file web:$place/new
		linkbox cp web:$place/new back
		works cmp file back
	done
	is "$(cat bound/new)" text
	works test -e "$LINKBOX_STATE/volumes/data/_data/new"
	linkbox start web
	is "$(ask exec web cat /srv/new /data/new /bound/new | tr '\n' ' ')" 'text text text '
	linkbox stop web
	linkbox cp web:/srv/new back
	linkbox cp web:/etc/hosts hosts
	works grep -q localhost hosts
}

test_nothing_is_left_of_it() {
	linkbox create --name web -v data:/data busybox
	echo text >file
	linkbox cp file web:/data
	linkbox run -d --name up busybox
	linkbox cp file up:/file
	remember_traces
	linkbox cp file web:/data
	linkbox cp web:/data -
	linkbox cp file up:/file
	linkbox cp up:/ -
	refuses cp up:/nosuch -
	refuses cp file web:/no/such
	leaves_no_trace
	linkbox rm -f web
	linkbox rm -f up
}

test_a_start_waits_for_the_end_of_it() {
	linkbox create --name web busybox
	mkfifo slow
	"$LINKBOX" cp - web:/srv <slow &
	exec 8>slow
	eventually is_visited web
	"$LINKBOX" start web >started 8>&- &
	mkdir tree
	echo text >tree/new
	tar -cf - -C tree new >&8
	exec 8>&-
	wait
	is "$(cat started)" web
	is "$(state_of web)" running
	is "$(ask exec web cat /srv/new)" text
}

is_visited() {
	"$LINKBOX" inspect -f '{{.Id}}' "$1" >id
	works flock --version
	! python3 -c 'import fcntl,sys,struct
f=open(sys.argv[1])
r=fcntl.fcntl(f, 36, struct.pack("hhqqi4x", fcntl.F_WRLCK, 0, 0, 0, 0))
sys.exit(struct.unpack("hhqqi4x", r)[0] != fcntl.F_UNLCK)' "$LINKBOX_RUN/running/$(cat id)/visit" || return 1
}

test_a_disk_that_fills_up_leaves_the_old_file() {
	mkdir small
	mount -t tmpfs -o size=1m tmpfs small
	linkbox create --name web --mount "type=bind,source=$PWD/small,target=/small" busybox
	echo old >small/file
	head -c 3000000 /dev/zero >big
	fails_with 1 cp big web:/small/file
	warns 'no space left'
	is "$(cat small/file)" old
	is "$(ls -A small)" file
	linkbox cp big web:/tmp/big
	fails_with 1 cp web:/tmp/big small/file
	warns 'no space left'
	is "$(cat small/file)" old
	is "$(ls -A small)" file
}

test_one_that_is_interrupted_leaves_nothing_half() {
	linkbox run -d --name web busybox
	mkfifo slow
	"$LINKBOX" cp - web:/srv <slow &
	client=$!
	exec 8>slow
	mkdir tree
	head -c 3000000 /dev/zero >tree/big
	tar -cf - -C tree big | head -c 1000000 >&8
	eventually has_unfinished
	kill -9 $client
	exec 8>&-
	eventually has_no_unfinished
	is "$(ask exec web ls -A /srv)" index.html
}

has_unfinished() {
	"$LINKBOX" exec web ls -A /srv | grep -q '^[.]linkbox'
}

has_no_unfinished() {
	! has_unfinished
}

test_a_file_that_grows_is_brought_as_it_was_and_one_that_shrinks_too() {
	linkbox run -d --name web busybox sh -c 'while :; do echo line; done >/growing & while :; do
		head -c 100000 /dev/zero >/shrinking; : >/shrinking; done & echo ready; wait'
	eventually logged web ready
	rounds=10
	while [ $rounds -gt 0 ]; do
		rounds=$((rounds - 1))
		linkbox cp web:/growing growing
		linkbox cp web:/shrinking shrinking
	done
	linkbox export -o all.tar web
	works tar -tf all.tar
}

test_holes_stay_holes() {
	linkbox run -d --name web busybox
	truncate -s 2T hole
	printf text | dd of=hole bs=1 seek=1000000000000 conv=notrunc 2>/dev/null
	truncate -s 1M empty
	linkbox cp hole web:/hole
	linkbox cp empty web:/empty
	linkbox cp web:/hole back
	linkbox cp web:/empty empty2
	is "$(stat -c %s back empty2 | tr '\n' ' ')" '2199023255552 1048576 '
	[ "$(stat -c %b back)" -lt 1000 ] || fail "$(stat -c %b back) blocks"
	is "$(dd if=back bs=1 skip=1000000000000 count=4 2>/dev/null)" text
	i=0
	while [ $i -lt 1500 ]; do
		printf x | dd of=many bs=1 seek=$((i * 65536)) conv=notrunc 2>/dev/null
		i=$((i + 500))
	done
	linkbox cp many web:/many
	linkbox cp web:/many many2
	works cmp many many2
}

test_memory_stays_flat() {
	needs_static "a sanitizer's memory is its own"
	[ -x /usr/bin/time ] || skip 'needs time'
	linkbox run -d --name web busybox
	head -c 60000000 /dev/zero >big
	works /usr/bin/time -f %M -o memory "$LINKBOX" cp big web:/big
	[ "$(cat memory)" -lt 8000 ] || fail "$(cat memory) kB"
	works /usr/bin/time -f %M -o memory "$LINKBOX" cp web:/big back
	[ "$(cat memory)" -lt 8000 ] || fail "$(cat memory) kB"
}

test_management_words() {
	linkbox create --name web busybox
	echo text >file
	linkbox container cp file web:/srv
	docker container cp web:/srv/file back
	works cmp file back
	fails_with 1 docker cp
	warns 'Usage:  docker cp [OPTIONS] CONTAINER:SRC_PATH DEST_PATH|-'
	warns 'docker cp [OPTIONS] SRC_PATH|- CONTAINER:DEST_PATH'
}
