#!/bin/sh
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

before_each() {
	mkdir root
	head -c 1234567 /dev/zero >root/file
	tar -C root -cf root.tar .
}

id_of() {
	ask images -q --no-trunc "$1" | cut -c 8-
}

test_prints_a_header_where_there_is_nothing() {
	linkbox images
	prints 'REPOSITORY   TAG       IMAGE ID   CREATED   SIZE'
	linkbox images -q
	prints
}

test_lists_every_name_and_the_nameless_newest_first() {
	linkbox import root.tar demo
	linkbox import root.tar
	linkbox import root.tar registry:5000/a/b:c
	linkbox tag demo demo:again
	newest=$(ask images -q | head -n 1) nameless=$(ask images -q | sed -n 2p) oldest=$(ask images -q | tail -n 1)
	linkbox images
	sed -i 's/  *[^ ]* [a-z ]*ago  */ AGO /' "$stdout"
	prints 'REPOSITORY          TAG       IMAGE ID       CREATED                  SIZE' \
		"registry:5000/a/b   c         $newest AGO 1.23MB" \
		"<none>              <none>    $nameless AGO 1.23MB" \
		"demo                again     $oldest AGO 1.23MB" \
		"demo                latest    $oldest AGO 1.23MB"
}

test_shows_how_old_an_image_is() {
	"$top/tests/archives/make" docker --tag old | linkbox load
	linkbox images
	shows "^old          latest    31c17ae8ca47   $(($(date +%Y) - 2022)) years ago +57B$|^old          latest    31c17ae8ca47   $(($(date +%Y) - 2021)) years ago +57B$"
}

test_prints_ids_short_and_whole() {
	linkbox import root.tar demo
	id=$(cut -c 8- "$stdout")
	linkbox images -q
	prints "$(echo "$id" | cut -c -12)"
	linkbox images --quiet --no-trunc
	prints "sha256:$id"
	linkbox images --no-trunc
	shows " sha256:$id "
}

test_lists_what_is_asked_for() {
	linkbox import root.tar demo
	linkbox import root.tar demo:two
	linkbox import root.tar a/demo
	linkbox import root.tar
	is "$(ask images -q demo | wc -l)" 2
	is "$(ask images -q demo:two | wc -l)" 1
	is "$(ask images -q '*/demo' | wc -l)" 1
	is "$(ask images -q 'dem*:t*' | wc -l)" 1
	is "$(ask images -q nothing | wc -l)" 0
	is "$(ask images -qa | wc -l)" 4
}

test_filters() {
	linkbox import root.tar demo
	linkbox import root.tar demo:two
	linkbox import root.tar
	is "$(ask images -q -f dangling=true | wc -l)" 1
	is "$(ask images -q -f dangling=false | wc -l)" 2
	is "$(ask images -q -f 'reference=*:two' | wc -l)" 1
	is "$(ask images -q -f 'reference=*:two' -f dangling=true | wc -l)" 0
	fails_with 1 docker images -f dangling=x
	says "Error response from daemon: Invalid filter 'dangling=x'"
	fails_with 1 docker images -f colour=red
	says "Error response from daemon: Invalid filter 'colour'"
}

test_digests_are_none() {
	linkbox import root.tar demo
	linkbox images --digests
	shows '^REPOSITORY   TAG       DIGEST    IMAGE ID       CREATED +SIZE$'
	shows '^demo         latest    <none>    [0-9a-f]{12}   Less than a second ago +1.23MB$|^demo         latest    <none>    [0-9a-f]{12}   [0-9]+ seconds? ago +1.23MB$'
}

test_refuses_two_operands() {
	refuses images a b
}

test_an_image_is_found_by_name_and_by_id() {
	linkbox import root.tar demo
	id=$(cut -c 8- "$stdout")
	for reference in demo demo:latest docker.io/library/demo library/demo index.docker.io/demo:latest "$id" "sha256:$id" \
		"$(echo "$id" | cut -c -12)" "$(echo "$id" | cut -c -2)" "sha256:$(echo "$id" | cut -c -20)"; do
		is "$(ask inspect -f '{{ .Id }}' "$reference")" "sha256:$id"
	done
	for reference in demo:other other docker.io/demo/demo Demo "${id}0" "sha256:" demo@sha256:"$id"; do
		refuses inspect "$reference"
	done
}

test_applets_have_four_names() {
	linkbox import root.tar demo
	four_ways images -q
}
