#!/bin/sh
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

before_each() {
	image
}

test_gives_a_container_another_name() {
	linkbox run -d --name web busybox
	linkbox rename web site
	says_nothing
	linkbox inspect -f '{{ .Name }}' site
	prints /site
	refuses inspect web
	linkbox run -d --name web busybox
}

test_takes_a_slash_in_front_of_either() {
	linkbox create --name web busybox
	linkbox rename /web /site
	linkbox inspect -f '{{ .Name }}' site
	prints /site
}

test_refuses_its_own_name() {
	linkbox create --name web busybox
	fails_with 1 docker rename web web
	says 'Error response from daemon: Renaming a container with the same name as its current name' \
		'Error: failed to rename container named web'
	fails_with 1 rename web web
	says 'linkbox: Renaming a container with the same name as its current name' \
		'linkbox: failed to rename container named web'
}

test_refuses_a_name_that_is_taken() {
	linkbox create --name web busybox
	linkbox create --name db busybox
	id=$(cat "$stdout")
	fails_with 1 docker rename web db
	says "Error response from daemon: Error when allocating new name: Conflict. The container name \"/db\" is already in use by container \"$id\". You have to remove (or rename) that container to be able to reuse that name." \
		'Error: failed to rename container named web'
	linkbox inspect -f '{{ .Name }}' web
	prints /web
}

test_refuses_an_empty_and_a_bad_name() {
	linkbox create --name web busybox
	fails_with 1 docker rename web ''
	says 'Error: Neither old nor new names may be empty'
	fails_with 1 rename web 'a b'
	warns 'Error when allocating new name: Invalid container name (/a b), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed'
}

test_refuses_a_missing_container() {
	fails_with 1 docker rename ghost web
	says 'Error response from daemon: No such container: ghost' 'Error: failed to rename container named ghost'
}

# Who else changes a lease, as a start, must not have it written over.
test_waits_for_whoever_has_the_leases() {
	linkbox create --name old busybox
	python3 -c 'import fcntl, sys, time
lock = open(sys.argv[1], "w")
fcntl.lockf(lock, fcntl.LOCK_EX)
open("held", "w")
time.sleep(1)' "$LINKBOX_RUN/leases.lock" &
	eventually [ -e held ]
	! timeout 0.5 "$LINKBOX" rename old new
	wait
	linkbox rename old new
}

# The name is taken in the index, then the lease is written, then the old name goes.
test_the_name_that_a_killed_one_left_is_free() {
	linkbox create --name old busybox
	entry=$(readlink "$LINKBOX_RUN/names/old")
	linkbox rename old new
	ln -s "$entry" "$LINKBOX_RUN/names/old"
	refuses inspect old
	linkbox create --name old busybox
	linkbox rm old
	linkbox inspect -f '{{ .Name }}' new
	prints /new
}

test_of_the_source_keeps_the_link() {
	linkbox run -d --name db --expose 5432 busybox serve hello 5432
	linkbox run -d --name web --link db:store busybox
	before=$(address db)
	linkbox rename db base
	linkbox inspect -f '{{ .HostConfig.Links }}' web
	prints '[/base:/web/store]'
	is "$(address base)" "$before"
	eventually connects web "$before" 5432
	linkbox ps base
	shows ' base, web/store$'
	linkbox restart base
	is "$(address base)" "$before"
	eventually connects web "$before" 5432
	linkbox restart web
	linkbox exec web cat /etc/hosts
	shows "^$before	store [0-9a-f]{12} base$"
}

test_of_the_consumer_renames_the_link() {
	linkbox run -d --name db busybox
	linkbox run -d --name web --link db busybox
	linkbox rename web site
	linkbox inspect -f '{{ .HostConfig.Links }}' site
	prints '[/db:/site/db]'
	linkbox ps db
	shows ' db, site/db$'
	linkbox exec site sh -c "tr '\0' '\n' </proc/1/environ"
	shows '^DB_NAME=/web/db$'
	linkbox restart site
	linkbox exec site sh -c "tr '\0' '\n' </proc/1/environ"
	shows '^DB_NAME=/site/db$'
}
