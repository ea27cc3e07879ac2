#!/bin/sh
# Many commands at once, of different names and of the same.
#
#   READS=1000000 sh tests/concurrency.t    as many reads of a consumer's hosts file
seconds=1800
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

before_each() {
	image
	linkbox run --rm busybox true
	: >statuses
	remember_traces
}

# at_once: all at once what stands on standard input, one command a line. What they said stands in `all`.
# Each may fail, but neither hang nor crash.
at_once() {
	mkdir said
	number=0
	while read -r words; do
		number=$((number + 1))
		# shellcheck disable=SC2086
		(timeout 120 "$LINKBOX" $words >/dev/null 2>"said/$number" || echo "$?: $words" >>statuses) &
	done
	wait
	cat said/* >all
	rm -r said
	not grep -E '^(124|132|134|135|136|139):' statuses
}

whole() {
	linkbox ps -a --no-trunc --format '{{.ID}} {{.Names}} {{.State}}'
	not grep -vE '^[0-9a-f]{64} [a-z0-9]+ (created|running|exited)$' "$stdout"
	linkbox ps -aq
	# shellcheck disable=SC2046
	[ ! -s "$stdout" ] || works "$LINKBOX" inspect $(cat "$stdout")
}

nothing_is_left() {
	linkbox ps -aq
	# shellcheck disable=SC2046
	[ ! -s "$stdout" ] || linkbox rm -f $(cat "$stdout")
	linkbox rm -f nobody
	leaves_no_trace
}

test_200_runs_of_different_names_all_run() {
	for number in $(seq 200); do
		echo "run -d --name c$number -p 80 busybox"
	done | at_once
	is "$(cat all)" ''
	linkbox ps -q
	is "$(wc -l <"$stdout")" 200
	is "$(for number in $(seq 200); do address "c$number"; done | sort -u | wc -l)" 200
	is "$(for number in $(seq 200); do host_port "c$number" 80; done | sort -u | wc -l)" 200
	for number in $(seq 200); do
		echo "rm -f c$number"
	done | at_once
	is "$(cat all)" ''
	nothing_is_left
}

test_200_runs_of_one_name_make_one_container() {
	for number in $(seq 200); do
		echo "run -d --name same busybox"
	done | at_once
	is "$(wc -l <all)" 199
	not grep -v 'is already in use by container' all
	linkbox ps -aq
	is "$(wc -l <"$stdout")" 1
	nothing_is_left
}

test_200_commands_of_all_kinds_on_the_same_names_leave_whole_containers() {
	"$top/tests/archives/make" docker --tag two >archive
	for number in $(seq 20); do
		name=c$((number % 4))
		printf '%s\n' "run -d --name $name busybox" "rm -f $name" "restart -t 0 $name" "rename $name d$number" \
			"rm -f d$number" "load -q -i archive" "stop -t 0 $name" "start $name" "run --rm --link $name busybox true" \
			"rmi two"
	done | at_once
	whole
	linkbox load -i archive
	fails_with 127 run --rm two /bin/true
	linkbox rmi two
	nothing_is_left
}

test_200_loads_of_one_image_make_one() {
	"$top/tests/archives/make" docker --tag two >archive
	for number in $(seq 200); do
		echo "load -q -i archive"
	done | at_once
	is "$(cat all)" ''
	linkbox images -q two
	is "$(wc -l <"$stdout")" 1
	is "$(find "$LINKBOX_STATE/layers" -mindepth 1 -maxdepth 1 | wc -l)" 3
	linkbox rmi two
	is "$(find "$LINKBOX_STATE/layers" -mindepth 1 -maxdepth 1 | wc -l)" 1
}

test_a_reader_of_hosts_never_sees_less_than_a_whole_file() {
	echo 'addresses=fresh' >"$LINKBOX_CONF"
	linkbox run -d --name db busybox
	linkbox run -d --name web --link db busybox
	cat >reader.py <<-'END'
		import re, sys
		wanted, reads, seen = int(sys.argv[2]), 0, set()
		line = re.compile(r"^172\.17\.\d+\.\d+\tdb [0-9a-f]{12}$", re.M)
		while reads < wanted:
		    with open(sys.argv[1]) as file:
		        text = file.read()
		    found = line.findall(text)
		    if len(found) != 1 or not text.endswith("\n") or text.count("\n") != 8:
		        sys.exit(f"after {reads} reads: {text!r}")
		    seen.add(found[0])
		    reads += 1
		print(reads, len(seen))
	END
	python3 reader.py "/proc/$(pid_of web)/root/etc/hosts" "${READS:-100000}" >reader.out 2>&1 &
	reader=$!
	while kill -0 $reader 2>/dev/null; do
		linkbox restart -t 0 db
	done
	wait $reader || fail "$(cat reader.out)"
	read -r reads addresses <reader.out
	is "$reads" "${READS:-100000}"
	[ "$addresses" -gt 1 ] || fail "the address never changed"
}
