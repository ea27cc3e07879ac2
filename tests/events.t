#!/bin/sh
# events: what is noted of what happens.
#
# SPDX-License-Identifier: MIT
. "$(dirname "$0")/lib.sh"

# noted: every event of the file, as "type action (attributes)", without ids.
noted() {
	sed -E 's/^[0-9]+\t[0-9]+\t//; s/[0-9a-f]{64}/ID/g' "$LINKBOX_RUN/events" | tr '\t' ' '
}

# happened LINE...: just these, in this order, since the last forget
happened() {
	lines "$@" >"$box/wanted"
	eventually noted_is_wanted
}

noted_is_wanted() {
	noted | diff -u "$box/wanted" -
}

forget() {
	: >"$LINKBOX_RUN/events"
}

test_the_life_of_a_container_is_noted_in_dockers_words_and_order() {
	image
	forget
	linkbox run -d --name db -l colour=blue busybox
	linkbox restart -t 0 db
	linkbox stop db
	linkbox rename db store
	linkbox rm store
	db='name=db image=busybox colour=blue'
	net='container=ID name=bridge type=bridge'
	happened "container create ID $db" "network connect ID $net" "container start ID $db" \
		"container kill ID signal=9 $db" "container die ID exitCode=137 $db" "network disconnect ID $net" \
		"container stop ID $db" "network connect ID $net" "container start ID $db" "container restart ID $db" \
		"container kill ID signal=9 $db" "container die ID exitCode=137 $db" "network disconnect ID $net" \
		"container stop ID $db" "container rename ID oldName=/db name=store image=busybox colour=blue" \
		"container destroy ID name=store image=busybox colour=blue"
}
