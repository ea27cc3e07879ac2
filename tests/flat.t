#!/bin/sh
# What runs for years does not grow.
#
#   RESTARTS=1000 sh tests/flat.t    as many restarts
seconds=1800
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

monitor_of() {
	ps -o ppid= -p "$(pid_of "$1")" | tr -d ' '
}

# descriptors PID; kilobytes PID: of its own memory
descriptors() {
	find "/proc/$1/fd" -mindepth 1 | wc -l
}

kilobytes() {
	awk '/^(RssAnon|VmPTE)/ { sum += $2 } END { print sum }' "/proc/$1/status"
}

mounts_of() {
	wc -l <"/proc/$(pid_of "$1")/mountinfo"
}

# Of all that stands in the store, but for what is bounded by itself.
bytes() {
	find "$LINKBOX_STATE" "$LINKBOX_RUN" -type f ! -name 'events*' ! -path '*/log*' -printf '%s\n' |
		awk '{ sum += $1 } END { print sum }'
}

figures() {
	traces
	stored | grep -v '/events'
	for name in db web; do
		echo "$name: $(descriptors "$(monitor_of $name)") descriptors, $(mounts_of $name) mounts"
	done | sort
}

are_settled() {
	only_monitors_of_what_runs && figures >earlier && sleep 0.1 && figures >now && diff earlier now
}

test_a_source_that_is_restarted_again_and_again_leaves_no_more_than_once() {
	image
	echo 'addresses=fresh' >"$LINKBOX_CONF"
	linkbox run -d --name db -p 8080:80 --expose 5432 -v data:/data busybox sh -c 'echo started; exec sleep 100000'
	linkbox run -d --name web --link db -p 8081:80 busybox
	for number in 1 2 3; do
		linkbox restart -t 0 db
	done
	eventually are_settled
	cp now first
	bytes=$(bytes)
	of_web=$(kilobytes "$(monitor_of web)")
	of_db=$(kilobytes "$(monitor_of db)")
	for number in $(seq "${RESTARTS:-100}"); do
		linkbox restart -t 0 db
	done
	eventually are_settled
	for list in first now; do
		sed -E 's/[0-9a-f]{12,64}/ID/g; s/172\.17\.[0-9]+\.[0-9]+/ADDRESS/g' $list | sort >$list.sorted
	done
	works diff -u first.sorted now.sorted
	# Addresses are longer or shorter.
	is "$((($(bytes) - bytes) / 100))" 0
	is "$(kilobytes "$(monitor_of web)")" "$of_web"
	grown=$(($(kilobytes "$(monitor_of db)") - of_db))
	[ "$grown" -le 8 ] || fail "the monitor of db has grown by $grown kB"
}
