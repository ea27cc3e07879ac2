#!/bin/sh
# Root file systems in every format of tar that there is, written by GNU tar.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

# Whole seconds are what all formats have.
age() {
	find root -exec touch -h -d '2001-02-03 04:05:06 UTC' {} +
}

before_each() {
	mkdir -p root/etc root/dev
	echo hello >root/etc/greeting
	ln root/etc/greeting root/etc/again
	ln -s /etc/greeting root/etc/link
	chown 65534:1234567 root/etc/greeting
	chmod 4750 root/etc/greeting
	age
}

devices() {
	mknod root/dev/zero c 1 5
	mknod root/dev/disk b 259 70000
	mkfifo root/dev/pipe
	age
}

# A name of so many bytes, and a link as long.
far() {
	way=root
	while [ ${#way} -lt "$1" ]; do
		way=$way/directory_${#way}
	done
	mkdir -p "$way"
	echo far >"$way/file"
	ln -s "$(printf "%${1}s" | tr ' ' x)" root/far
	age
}

# What is there of a tree, but for the sizes of directories.
listing() {
	(cd "$1" && find . -printf '%p %y %m %U:%G %n %T@ %l ' \( -type f -printf '%s\n' -o -printf '\n' \) | sort
	 find dev -type b -o -type c | sort | xargs -r stat -c '%n %t:%T')
}

# The archive comes out as root is.
comes_out() {
	linkbox import "$1" demo
	is "$(listing "$LINKBOX_STATE"/layers/*)" "$(listing root)"
	diff -r --no-dereference root/etc "$LINKBOX_STATE"/layers/*/etc
	linkbox rmi demo
}

test_the_oldest_has_files_and_links() {
	far 70
	tar -C root --format=v7 -cf root.tar .
	comes_out root.tar
}

test_one_may_end_without_the_blocks_that_say_so() {
	tar -C root --blocking-factor=1 -cf root.tar .
	truncate --size=-1024 root.tar
	comes_out root.tar
	gzip root.tar
	comes_out root.tar.gz
}

test_one_that_ends_anywhere_else_is_cut_off() {
	tar -C root --format=posix -cf whole.tar .
	for size in 0 512 1024 1500; do
		head -c "$size" whole.tar >root.tar
		refuses import root.tar demo
		warns 'it is cut off'
	done
}

test_names_are_as_long_as_each_allows() {
	devices
	far 90
	tar -C root --format=ustar -cf root.tar .
	comes_out root.tar
	rm root/far
	far 1500
	for format in oldgnu gnu posix; do
		tar -C root --format=$format -cf root.tar .
		comes_out root.tar
		gzip -f root.tar
		comes_out root.tar.gz
	done
}

test_numbers_that_are_no_octal_ones() {
	touch -d '1969-07-20 20:17:40 UTC' root/etc/greeting
	chown 4000000000:3000000 root/etc/greeting
	for format in oldgnu gnu posix; do
		tar -C root --format=$format -cf root.tar .
		comes_out root.tar
	done
}

test_parts_of_a_second() {
	touch -d '2001-02-03 04:05:06.123456789 UTC' root/etc/greeting
	touch -d '1969-02-03 04:05:06.25 UTC' root/etc/link -h
	tar -C root --format=posix -cf root.tar .
	comes_out root.tar
}

# Pieces of 4096 bytes with holes between them, and one at the end.
sparse() {
	for i in $(seq 0 "$1"); do
		printf "%4096s" "$i" | dd of=root/etc/sparse bs=4096 seek=$((i * 3 + 2)) conv=notrunc 2>/dev/null
	done
	truncate -s 1000000 root/etc/sparse
	age
}

test_holes_in_each_of_the_ways() {
	for pieces in 2 40; do
		sparse $pieces
		for way in --format=oldgnu --format=gnu '--format=posix --sparse-version=0.0' \
			'--format=posix --sparse-version=0.1' '--format=posix --sparse-version=1.0'; do
			# shellcheck disable=SC2086
			tar -C root -S $way -cf root.tar .
			comes_out root.tar
			linkbox import root.tar demo
			[ "$(stat -c %b "$LINKBOX_STATE"/layers/*/etc/sparse)" -lt 1000 ]
			linkbox rmi demo
		done
	done
}

test_a_label_is_no_file() {
	tar -C root --format=gnu -V label -cf root.tar .
	comes_out root.tar
	tar -C root --format=posix -V label --pax-option=globexthdr.name=global,comment=all -cf root.tar .
	comes_out root.tar
}

test_a_header_whose_sum_is_wrong_is_refused() {
	tar -C root -cf root.tar .
	printf 'X' | dd of=root.tar bs=1 seek=$((512 + 3)) conv=notrunc 2>/dev/null
	refuses import root.tar
	says 'linkbox: read root.tar: invalid tar header'
	is "$(find "$LINKBOX_STATE" -mindepth 2)" ''
}
