#!/bin/sh
# The same words are played beside Docker: tests/parity/prune.cases.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

before_each() {
	image
}

test_containers_that_are_up_stay() {
	linkbox run -d --name up busybox
	linkbox create --name new busybox
	linkbox run --name ended busybox true
	linkbox container prune -f
	prints_like 'Deleted Containers:' '[0-9a-f]{64}' '[0-9a-f]{64}' '' 'Total reclaimed space: 0B'
	is "$(ask ps -a --format '{{.Names}}')" up
	is "$(state_of up)" running
}

test_what_a_container_wrote_is_counted() {
	linkbox run --name web busybox sh -c 'head -c 5000000 /dev/zero >/big'
	linkbox container prune -f
	shows '^Total reclaimed space: 5MB$'
	is "$(find "$LINKBOX_STATE/containers" -mindepth 1)" ''
}

test_volumes_stay_when_their_containers_go() {
	linkbox create --name web -v /data busybox
	linkbox container prune -f
	is "$(ask volume ls -q | wc -l)" 1
	linkbox volume prune -f
	shows '^Deleted Volumes:$'
	is "$(ask volume ls -q)" ''
}

test_nothing_goes_without_a_yes() {
	linkbox create --name web -v data:/data busybox
	linkbox tag busybox other
	for what in container image volume system; do
		for answer in '' n no yes Yy ' y'; do
			printf '%s\n' "$answer" >answer
			"$LINKBOX" "$what" prune <answer >"$stdout"
			shows 'continue\? \[y/N\] '
		done
		"$LINKBOX" "$what" prune </dev/null
	done
	is "$(ask ps -aq | wc -l)" 1
	is "$(ask images -q | wc -l)" 2
}

test_an_image_with_several_names_and_a_container_keeps_them() {
	linkbox tag busybox other:1
	linkbox create --name web busybox
	linkbox import -c 'LABEL a=b' "$rootfs" free
	linkbox image prune -af
	shows '^untagged: free:latest$'
	is "$(ask images --format '{{.Repository}}' | sort | tr '\n' ' ')" 'busybox other '
}

test_layers_that_others_need_stay_and_are_not_counted() {
	linkbox import -c 'LABEL a=b' "$rootfs" busybox
	linkbox image prune -f
	prints_like 'Deleted Images:' 'deleted: sha256:[0-9a-f]{64}' '' 'Total reclaimed space: 0B'
	linkbox image prune -af
	shows '^Total reclaimed space: 1\.[0-9]+MB$'
	is "$(find "$LINKBOX_STATE/layers" "$LINKBOX_STATE/images" -mindepth 1)" ''
}

test_a_prune_that_is_killed_is_taken_up_again() {
	for name in one two three; do
		linkbox create --name $name busybox
	done
	call strace -f -o /dev/null --inject=unlinkat:signal=KILL:when=5 "$LINKBOX" container prune -f
	linkbox container prune -f
	linkbox ps -a -q
	prints
	linkbox rm -f one
	is "$(find "$LINKBOX_STATE/containers" -mindepth 1)" ''
}

test_management_words_have_their_help() {
	for what in container image system volume; do
		linkbox "$what" prune --help
		shows "^Usage:  linkbox $what prune \[OPTIONS\]$"
		shows '--force'
		docker "$what" --help
		shows '^  prune '
	done
}
