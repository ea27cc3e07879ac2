#!/bin/sh
# The command: volume create, ls, inspect, rm, prune.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

before_each() {
	image
}

names() { ls "$LINKBOX_STATE/volumes" 2>/dev/null; }

test_create_makes_one_and_prints_its_name() {
	linkbox volume create data
	prints data
	is "$(names)" data
	linkbox volume create data
	prints data
	is "$(stat -c %a "$LINKBOX_STATE/volumes/data/_data")" 755
}

test_create_makes_up_a_name() {
	linkbox volume create
	prints_like '[0-9a-f]{64}'
}

test_create_takes_the_driver_that_there_is() {
	linkbox volume create -d local data
	fails_with 1 docker volume create -d nfs other
	says 'Error response from daemon: create other: error looking up volume plugin nfs: plugin "nfs" not found'
}

test_create_refuses_what_linkbox_has_not() {
	fails_with 125 docker volume create -o type=tmpfs data
	says '--opt is not supported: a volume is a directory of the store; use run --mount' "See 'docker volume create --help'."
}

test_create_refuses_bad_names() {
	fails_with 1 docker volume create x
	says 'Error response from daemon: create x: volume name is too short, names should be at least two alphanumeric characters'
	fails_with 1 docker volume create ../x
	warns 'includes invalid characters for a local volume name'
	fails_with 1 docker volume create --name x1 x2
	says 'conflicting options: either specify --name or provide positional arg, not both'
	linkbox volume create --name x1
	prints x1
	fails_with 1 docker volume create x1 x2
	warns '"docker volume create" requires at most 1 argument.'
}

test_ls_lists_them_by_name() {
	linkbox volume create web
	linkbox volume create db
	linkbox volume ls
	prints 'DRIVER    VOLUME NAME' 'local     db' 'local     web'
	linkbox volume ls -q
	prints db web
	linkbox volume list --quiet
	prints db web
}

test_ls_filters() {
	linkbox volume create --label a=1 --label b db
	linkbox volume create web
	linkbox create --name one -v web:/x busybox
	linkbox volume ls -q -f label=a
	prints db
	linkbox volume ls -q -f label=a=2
	prints
	linkbox volume ls -q -f label=b= -f name=d
	prints db
	linkbox volume ls -q -f dangling=true
	prints db
	linkbox volume ls -q -f dangling=0
	prints web
	linkbox volume ls -q -f name='^w' -f name=none
	prints web
	linkbox volume ls -q -f driver=local
	prints db web
	linkbox volume ls -q -f driver=nfs
	prints
	fails_with 1 docker volume ls -f size=1
	says "Error response from daemon: Invalid filter 'size'"
	fails_with 1 docker volume ls -f dangling=maybe
	says "Error response from daemon: Invalid filter 'dangling=[maybe]'"
	fails_with 125 docker volume ls -f size
	says 'invalid argument "size" for "-f, --filter" flag: bad format of filter (expected name=value)' \
		"See 'docker volume ls --help'."
}

test_ls_with_a_format() {
	linkbox volume create --label a=1 db
	linkbox volume ls --format '{{ .Name }} {{ .Driver }} {{ .Scope }} {{ .Labels }} {{ .Label "a" }} {{ .Links }} {{ .Size }}'
	prints 'db local local a=1 1 N/A N/A'
	linkbox volume ls --format 'table {{ .Name }}\t{{ .Mountpoint }}'
	prints 'VOLUME NAME   MOUNTPOINT' "db            $LINKBOX_STATE/volumes/db/_data"
	linkbox volume ls --format '{{ json . }}'
	prints "{\"Driver\":\"local\",\"Labels\":\"a=1\",\"Links\":\"N/A\",\"Mountpoint\":\"$LINKBOX_STATE/volumes/db/_data\",\"Name\":\"db\",\"Scope\":\"local\",\"Size\":\"N/A\"}"
	refuses volume ls --format '{{ .Nothing }}'
}

test_inspect_has_the_shape_of_docker() {
	linkbox volume create --label a=1 --label b db
	linkbox volume inspect db
	prints_like '\[' '    \{' '        "CreatedAt": "....-..-..T..:..:..Z",' '        "Driver": "local",' \
		'        "Labels": \{' '            "a": "1",' '            "b": ""' '        \},' \
		"        \"Mountpoint\": \"$LINKBOX_STATE/volumes/db/_data\"," '        "Name": "db",' \
		'        "Options": \{\},' '        "Scope": "local"' '    \}' '\]'
	linkbox create -v other:/x busybox
	linkbox volume inspect -f '{{ json .Labels }} {{ json .Options }} {{ .Name }}' other
	prints 'null null other'
}

test_inspect_of_others_and_by_inspect_itself() {
	linkbox volume create db
	fails_with 1 docker volume inspect ghost
	says 'Error: No such volume: ghost'
	prints '[]'
	linkbox inspect --type volume -f '{{ .Name }}' db
	prints db
	linkbox inspect -f '{{ .Driver }}' db
	prints local
	fails_with 1 docker inspect ghost
	says 'Error: No such object: ghost'
}

test_rm_removes_each_one() {
	linkbox volume create db
	linkbox volume create web
	fails_with 1 docker volume rm db ghost web
	prints db web
	says 'Error: No such volume: ghost'
	is "$(names)" ''
	linkbox volume create web
	linkbox volume remove web
	is "$(names)" ''
}

test_rm_by_force_is_content_without_one() {
	linkbox volume rm -f ghost
	prints ghost
	is "$(cat "$stderr")" ''
}

test_rm_refuses_one_in_use() {
	linkbox create --name one -v db:/x busybox
	id=$(ask inspect -f '{{ .Id }}' one)
	for force in '' -f; do
		# shellcheck disable=SC2086
		fails_with 1 docker volume rm $force db
		says "Error response from daemon: remove db: volume is in use - [$id]"
	done
	linkbox rm one
	linkbox volume rm db
}

test_prune_removes_what_nobody_uses() {
	linkbox volume create --label keep db
	linkbox volume create web
	linkbox create -v used:/x busybox
	head -c 1234 /dev/zero >"$LINKBOX_STATE/volumes/web/_data/file"
	linkbox volume prune --force --filter 'label!=keep'
	prints 'Deleted Volumes:' web '' 'Total reclaimed space: 1.234kB'
	linkbox volume prune -f --filter label=other
	prints 'Total reclaimed space: 0B'
	linkbox volume prune -f
	prints 'Deleted Volumes:' db '' 'Total reclaimed space: 0B'
	is "$(names)" used
	fails_with 1 docker volume prune -f --filter name=x
	says "Error response from daemon: Invalid filter 'name'"
}

test_prune_asks_first() {
	linkbox volume create db
	linkbox volume prune
	prints 'WARNING! This will remove all local volumes not used by at least one container.' \
		'Are you sure you want to continue? [y/N] Total reclaimed space: 0B'
	is "$(names)" db
	echo y | "$LINKBOX" volume prune >"$stdout"
	shows '^db$'
	is "$(names)" ''
}

test_without_a_verb_it_tells_them() {
	docker volume
	says '' 'Usage:  docker volume COMMAND' '' 'Manage volumes' '' 'Commands:' \
		'  create      Create a volume' \
		'  inspect     Display detailed information on one or more volumes' \
		'  ls          List volumes' \
		'  prune       Remove all unused local volumes' \
		'  rm          Remove one or more volumes' '' \
		"Run 'docker volume COMMAND --help' for more information on a command."
	cp "$stderr" help
	fails_with 1 docker volume mount
	cmp help "$stderr"
	docker volume --help
	cmp help "$stdout"
}

test_counts_its_operands() {
	fails_with 1 docker volume rm
	warns '"docker volume rm" requires at least 1 argument.'
	fails_with 1 docker volume ls x
	warns '"docker volume ls" accepts no arguments.'
	docker volume rm --help
	shows '^Usage:  docker volume rm \[OPTIONS\] VOLUME \[VOLUME...\]$'
}

test_ps_shows_and_filters_them() {
	linkbox create --name one -v db:/x busybox
	linkbox create --name two busybox
	linkbox ps -a --format '{{ .Names }} {{ .Mounts }} {{ .LocalVolumes }}'
	prints 'two  0' 'one db 1'
	linkbox ps -a --filter volume=db --format '{{ .Names }}'
	prints one
	linkbox ps -a --filter volume=/x --format '{{ .Names }}'
	prints one
	linkbox ps -a --filter volume=ghost -q
	prints
}

test_a_half_made_one_is_made_again() {
	linkbox volume create db
	touch "$LINKBOX_STATE/volumes/db/_data/old"
	rm "$LINKBOX_STATE/volumes/db/record"
	linkbox volume ls -q
	prints
	linkbox run --rm -v db:/x busybox ls /x
	prints
}
