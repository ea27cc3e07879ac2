#!/bin/sh
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

before_each() {
	image
}

test_a_made_up_name_has_two_words() {
	for _ in 1 2 3 4 5; do
		linkbox create busybox
	done
	linkbox ps -a --format '{{ .Names }}'
	prints_like '[a-z]+_[a-z]+' '[a-z]+_[a-z]+' '[a-z]+_[a-z]+' '[a-z]+_[a-z]+' '[a-z]+_[a-z]+'
	is "$(sort -u "$stdout" | wc -l)" 5
}

test_a_container_is_found_by_name_id_short_id_and_prefix() {
	linkbox create --name web busybox
	id=$(cat "$stdout")
	for reference in web /web "$id" "$(printf %.12s "$id")" "$(printf %.3s "$id")" "$(printf %.1s "$id")"; do
		linkbox inspect -f '{{ .Id }}' "$reference"
		prints "$id"
	done
	refuses inspect "$(echo "$id" | tr a-f A-F)x"
	refuses inspect "${id}0"
}

test_a_name_comes_before_a_prefix_of_an_id() {
	linkbox create --name web busybox
	prefix=$(cut -c 1-4 "$stdout")
	linkbox create --name "$prefix" busybox
	linkbox inspect -f '{{ .Name }}' "$prefix"
	prints "/$prefix"
}

test_a_prefix_of_two_ids_is_refused() {
	for _ in $(seq 17); do
		linkbox create busybox
		cut -c 1 "$stdout" >>firsts
	done
	twice=$(sort firsts | uniq -d | head -n 1)
	fails_with 1 rm "$twice"
	says "linkbox: Multiple IDs found with provided prefix: $twice"
	is "$(ask ps -aq | wc -l)" 17
}

test_refuses_bad_names() {
	for name in x 'a b' -abc .abc _abc //abc 'a/b' 'a
b' 'a#b' 'ä'; do
		fails_with 125 run -d --name "$name" busybox
		warns "Invalid container name"
		fails_with 1 create --name "$name" busybox
		warns "only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed"
	done
	linkbox ps -aq
	prints
	fails_with 125 docker run --name 'a b' busybox
	says 'docker: Error response from daemon: Invalid container name (a b), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed.' \
		"See 'docker run --help'."
	fails_with 1 docker create --name 'a b' busybox
	says 'Error response from daemon: Invalid container name (a b), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed'
}

test_takes_all_good_names() {
	for name in ab 0a a-b a_b a.b A.Z-9_ /slash; do
		linkbox create --name "$name" busybox
	done
	linkbox inspect -f '{{ .Name }}' slash
	prints /slash
}

test_refuses_a_taken_name_even_of_a_stopped_container() {
	linkbox create --name web busybox
	id=$(cat "$stdout")
	fails_with 125 run --name /web busybox
	warns "Conflict. The container name \"/web\" is already in use by container \"$id\". You have to remove (or rename) that container to be able to reuse that name."
	fails_with 1 docker create --name web busybox
	says "Error response from daemon: Conflict. The container name \"/web\" is already in use by container \"$id\". You have to remove (or rename) that container to be able to reuse that name."
	is "$(ask ps -aq | wc -l)" 1
}

test_of_two_that_want_a_name_at_once_one_gets_it() {
	for n in 1 2 3 4 5 6; do
		"$LINKBOX" create --name web busybox >"out$n" 2>"err$n" &
	done
	wait
	is "$(cat out? | wc -l)" 1
	is "$(cat err? | grep -c Conflict)" 5
}

test_a_name_longer_than_a_file_name_is_refused() {
	refuses create --name "$(printf '%300s' '' | tr ' ' a)" busybox
	linkbox ps -aq
	prints
}

test_all_verbs_take_every_kind_of_reference() {
	linkbox run -d --name db busybox
	linkbox run -d --name web --link db busybox
	short=$(ask inspect -f '{{ slice .Id 0 12 }}' db)
	for verb in 'inspect -f {{.Name}}' logs port 'kill -s CONT' 'stop -t 0' start 'restart -t 0'; do
		for reference in db /db web/db "$short"; do
			# shellcheck disable=SC2086
			linkbox $verb "$reference"
		done
	done
	linkbox exec web/db true
}

test_the_name_of_a_rm_container_whose_monitor_was_killed_is_free() {
	linkbox run -d --rm --name web busybox
	kill_monitor web
	linkbox run -d --rm --name web busybox
	is "$("$LINKBOX" ps -aq --filter name=web | wc -l)" 1
}
