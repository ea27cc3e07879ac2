#!/bin/sh
# What Docker does as well is played beside it: tests/parity/cp.cases.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

before_each() {
	image
}

test_all_files_stand_in_it_and_what_is_mounted_does_not() {
	linkbox run -d --name web -v data:/data --tmpfs /ram busybox sh -c 'touch /data/no /ram/no; echo yes >/new; rm /etc/passwd; echo ready; sleep 100000'
	eventually logged web ready
	linkbox export -o all.tar web
	says_nothing
	tar -tf all.tar >names
	works grep -qx new names
	works grep -qx data/ names
	works grep -qx proc/ names
	not grep -E '^(data|ram|proc|dev|sys)/.' names
	not grep -x etc/passwd names
	works sort -c names -t / -k 1,1
	linkbox stop web
	linkbox export -o again.tar web
	tar -tf again.tar | works diff names -
}

test_a_terminal_gets_no_archive() {
	linkbox create --name web busybox
	script -qec "'$LINKBOX' export web" /dev/null >shown </dev/null || :
	works grep -q 'cowardly refusing to save to a terminal' shown
}

test_the_same_files_make_the_same_bytes() {
	linkbox create --name web busybox
	linkbox export -o one.tar web
	linkbox export web
	works cmp one.tar "$stdout"
}

test_an_import_of_it_is_the_same_again() {
	linkbox run --name web busybox sh -c 'echo yes >/new; chown 1000:1000 /new; chmod 4711 /bin/busybox'
	linkbox export -o all.tar web
	linkbox import all.tar copy
	linkbox create --name again copy sh
	linkbox export -o again.tar again
	tar --numeric-owner -tvf all.tar >one
	tar --numeric-owner -tvf again.tar >two
	works diff one two
}

test_a_file_that_can_not_be_written_stays_as_it_was() {
	linkbox create --name web busybox
	mkdir small
	mount -t tmpfs -o size=64k tmpfs small
	echo old >small/all.tar
	fails_with 1 export -o small/all.tar web
	is "$(cat small/all.tar)" old
	is "$(ls -A small)" all.tar
	fails_with 1 docker export -o nosuch/all.tar web
	says 'failed to export container: invalid output path: directory "nosuch" does not exist'
}
