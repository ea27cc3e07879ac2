#!/bin/sh
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

before_each() {
	mkdir root
	tar -C root -cf root.tar .
	linkbox import root.tar demo
	id=$(cat "$stdout")
}

id_of() {
	ask inspect -f '{{ .Id }}' "$1"
}

test_gives_one_more_name() {
	linkbox tag demo other:1.0
	says_nothing
	is "$(id_of other:1.0)" "$id"
	linkbox tag "$id" localhost:5000/a/b_c/d--e
	linkbox tag "$(echo "$id" | cut -c 8-19)" third
	is "$(id_of localhost:5000/a/b_c/d--e:latest)" "$id"
	is "$(id_of third)" "$id"
}

test_takes_a_name_over() {
	linkbox import root.tar other
	linkbox tag demo other
	is "$(id_of other)" "$id"
	is "$(ask images -q | wc -l)" 3
}

test_refuses_an_unknown_image() {
	fails_with 1 tag ghost other
	says 'linkbox: No such image: ghost:latest'
	fails_with 1 docker tag ghost other
	says 'Error response from daemon: No such image: ghost:latest'
}

test_refuses_what_is_no_name() {
	for name in a//b /a a/ a: :b 'a b' a:b:c .a a.-b _a a: "a:$(printf '%0129d' 0)" a__ 'a;b' ../a -- \
		"$(printf '%0256d' 0)" "$(printf '%064d' 0)"; do
		fails_with 1 tag -- demo "$name"
		says "linkbox: Error parsing reference: \"$name\" is not a valid repository/tag: invalid reference format"
	done
	fails_with 1 docker tag demo Demo
	says 'Error parsing reference: "Demo" is not a valid repository/tag: invalid reference format: repository name must be lowercase'
	is "$(ls "$LINKBOX_STATE/tags")" demo:latest
}

test_needs_two_operands() {
	refuses tag demo
	refuses tag demo a b
}
