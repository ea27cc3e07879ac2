#!/bin/sh
# Plays every case of tests/parity/*.cases with Docker and with linkbox, and compares what they print
# on both streams, and return. Prints the table as TAP; `prove -v` shows it.
#
#   LINKBOX=... tests/parity/parity.t             all of it
#   LINKBOX=... tests/parity/parity.t 'ps: -q'    cases whose "topic: name" contains that
#
# SPDX-License-Identifier: MIT
set -eu

here=$(cd "$(dirname "$0")" && pwd)
top=$(dirname "$(dirname "$here")")
cache=$top/build/parity
rootfs=$cache/busybox.tar
cases=$cache/cases
workers=${WORKERS:-3}
# shellcheck source=tests/rootfs.sh
. "$top/tests/rootfs.sh"

[ "$(id -u)" = 0 ] || { echo '1..0 # SKIP needs root, for the namespaces'; exit 0; }
: "${LINKBOX:?names the binary; make parity sets it}"
LINKBOX=$(realpath "$LINKBOX")
export LINKBOX
mkdir -p "$cache/box"
make_rootfs
rm -rf "$cases"
mkdir "$cases"

# Every case becomes a directory with its name and its commands; what `differences` says of it goes
# there too, as reason and wanted. What it says of all of them becomes lines "sed's command TAB reason".
awk -v to="$cases" -v wanted="${1-}" '
	FNR == 1 { topic = FILENAME; sub(".*/", "", topic); sub("[.]cases$", "", topic) }
	/^#/ || /^$/ { next }
	/^[^\t]/ {
		name = topic == "differences" ? $0 : topic ": " $0
		if (topic == "differences") {
			everywhere = ""
			if (sub("^everywhere: ", "", name)) {
				everywhere = name
				next
			}
			directory = directories[name]
			if (!directory && wanted == "") {
				print "differences names no case: " name >"/dev/stderr"
				exit 1
			}
			next
		}
		directory = ""
		if (!index(name, wanted))
			next
		if (name in directories) {
			print "two cases are called " name >"/dev/stderr"
			exit 1
		}
		directory = directories[name] = sprintf("%s/%04d", to, ++count)
		system("mkdir " directory)
		print name >(directory "/name")
		next
	}
	everywhere { print everywhere $0 >(to "/everywhere"); everywhere = "" }
	directory {
		sub("^\t", "")
		file = directory "/" (topic != "differences" ? "commands" : /^[<>]/ ? "wanted" : "reason")
		print >file
	}' "$here"/*.cases "$here/differences" || exit 1

started=
# Ids are words.
# shellcheck disable=SC2086
trap '[ ! "$started" ] || kill $started' EXIT
trap 'exit 1' INT TERM HUP
for worker in $(seq "$workers"); do
	unshare --net --mount --pid --fork --kill-child --mount-proc --uts --ipc --propagation private \
		"$here/worker" "$worker" >"$cache/worker.$worker" 2>&1 </dev/null &
	started="$started $!"
done
wait
started=
cat "$cache"/worker.* >&2   # who didn't get to work says why

# What may differ everywhere is taken from what Docker printed; a file excuse says what was, and why.
excuse() {
	cp "$1/docker" "$1/docker.excused"
	while IFS='	' read -r command reason; do
		sed -E "$command" "$1/docker.excused" >"$1/docker.new"
		cmp -s "$1/docker.excused" "$1/docker.new" || echo "$reason" >>"$1/excuse"
		mv "$1/docker.new" "$1/docker.excused"
	done <"$cases/everywhere"
	mv "$1/docker.excused" "$1/docker"
}

verdict() {
	cmp -s "$1/docker" "$1/linkbox" || excuse "$1"
	diff "$1/docker" "$1/linkbox" | grep '^[<>]' >"$1/difference" || :
	if [ ! -f "$1/linkbox" ]; then
		echo 'was not played'
	elif [ -f "$1/wanted" ] && cmp -s "$1/wanted" "$1/difference"; then
		echo "differs on purpose ($(cat "$1/reason" "$1/excuse" 2>/dev/null | tr '\n' ' ' | sed 's/ $//'))"
	elif [ -f "$1/wanted" ] && [ ! -s "$1/difference" ]; then
		echo 'no longer differs on purpose'
	elif [ -s "$1/difference" ]; then
		echo differs
	elif [ -f "$1/excuse" ]; then
		echo "differs on purpose ($(tr '\n' ' ' <"$1/excuse" | sed 's/ $//'))"
	else
		echo same
	fi
}

number=0 failed=0 same=0 on_purpose=0
for case in "$cases"/[0-9]*; do
	number=$((number + 1))
	result=$(verdict "$case")
	case $result in
	same) same=$((same + 1)) ;;
	'differs on purpose'*) on_purpose=$((on_purpose + 1)) ;;
	*)
		failed=$((failed + 1))
		printf 'not '
		;;
	esac
	echo "ok $number - $(cat "$case/name"): $result"
	case $result in
	differs)
		diff -U 3 --label docker "$case/docker" --label linkbox "$case/linkbox" | sed 's/^/# /'
		[ ! -f "$case/wanted" ] || sed 's/^/# on purpose: /' "$case/wanted"
		;;
	esac
done
echo "1..$number"
echo "# $number cases: $same the same, $on_purpose differ on purpose, $failed differ"
[ $failed = 0 ]
