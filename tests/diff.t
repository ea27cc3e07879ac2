#!/bin/sh
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

before_each() {
	image
}

test_each_change_stands_below_the_directory_it_is_in() {
	linkbox run --name web busybox sh -c 'rm /etc/passwd; mkdir -p /a/b; touch /a/b/c /srv/new /zoo'
	linkbox diff web
	prints 'A /a' 'A /a/b' 'A /a/b/c' 'C /etc' 'D /etc/passwd' 'C /srv' 'A /srv/new' 'A /zoo'
	four_ways diff web
}

test_what_linkbox_itself_makes_is_no_change() {
	mkdir -p root/bin
	cp "$(command -v busybox)" root/bin/busybox
	linkbox import root bare
	linkbox run --name web bare /bin/busybox true
	linkbox diff web
	prints
	linkbox run --name more bare /bin/busybox mkdir /etc/mine
	linkbox diff more
	prints 'C /etc' 'A /etc/mine'
}

test_looks_below_every_layer_of_the_image() {
	"$top/tests/archives/make" docker --tag demo >archive
	linkbox load -i archive
	linkbox create --name web demo sh
	linkbox diff web
	prints
}

test_of_a_directory_in_place_too() {
	mkdir root
	tar -C root -xf "$rootfs"
	linkbox import --in-place root placed
	linkbox run --name web placed sh -c 'rm /etc/group; touch /new'
	linkbox diff web
	prints 'C /etc' 'D /etc/group' 'A /new'
}

test_nothing_is_left_of_looking() {
	linkbox create --name web busybox
	stored >before
	remember_traces
	linkbox diff web
	leaves_no_trace
	stored | works diff before -
}

test_strange_names_harm_no_terminal() {
	linkbox run --name web busybox sh -c 'touch "$(printf "/a\033]0;x\007")"'
	script -qec "stty -opost; '$LINKBOX' diff web" /dev/null >shown </dev/null
	not grep -q "$(printf '\033]')" shown
	works grep -qF '^[]0;x^G' shown
}

test_deep_and_wide_trees_are_gone_through() {
	linkbox run --name web busybox sh -c 'mkdir /wide; cd /wide; for i in $(seq 2000); do : >$i; done
		p=/deep; for i in $(seq 700); do p=$p/d; done; mkdir -p $p'
	linkbox diff web
	is "$(wc -l <"$stdout")" 2702
	works sort -c "$stdout" -k 2
	linkbox export -o all.tar web
	is "$(tar -tf all.tar | grep -c '^deep/')" 701
}
