#!/bin/sh
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

before_each() {
	image
}

test_shows_the_header_alone_where_nothing_runs() {
	linkbox ps
	prints 'CONTAINER ID   IMAGE     COMMAND   CREATED   STATUS    PORTS     NAMES'
}

test_shows_what_runs_newest_first() {
	linkbox run -d --name one busybox
	linkbox run -d --name two busybox
	linkbox create --name three busybox
	linkbox ps
	prints_like 'CONTAINER ID +IMAGE +COMMAND +CREATED +STATUS +PORTS +NAMES' '.* two' '.* one'
}

test_shows_all_with_a() {
	linkbox run -d --name one busybox
	linkbox create --name two busybox
	fails_with 3 run --name three busybox sh -c 'exit 3'
	linkbox ps -a --format '{{.Names}} {{.Status}}'
	prints_like 'three Exited \(3\) (Less than a second|[0-9]+ seconds?) ago' 'two Created' 'one Up .*'
}

test_shows_each_column_as_docker_does() {
	id=$(ask run -d --name web -p 5000:5000 -p 127.0.0.1::80/udp --expose 99 busybox sh -c 'echo "a b"; sleep 1000')
	linkbox ps
	shows "^$(echo "$id" | cut -c1-12)   busybox   \"sh -c 'echo .\"a b.\"; …\"   (Less than a second|[0-9]+ seconds?) ago +Up (Less than a second|[0-9]+ seconds?) +99/tcp, 0.0.0.0:5000->5000/tcp, 127.0.0.1:49153->80/udp   web$"
}

test_cuts_nothing_with_no_trunc() {
	id=$(ask run -d --name web busybox sh -c 'echo "a b"; sleep 1000')
	linkbox ps --no-trunc
	shows "^$id   busybox   \"sh -c 'echo .\"a b.\"; sleep 1000'\"   "
}

test_shows_link_names_beside_the_own_one() {
	linkbox run -d --name db busybox
	linkbox run -d --name web --link db:db busybox
	linkbox run -d --name aa --link db:q --link db:b busybox
	linkbox ps
	shows '   aa/b, aa/q, db, web/db$'
	linkbox ps --no-trunc
	shows '   aa/b,aa/q,db,web/db$'
	linkbox ps --format '{{.Names}}'
	prints aa web db
	linkbox ps --no-trunc --format '{{.Names}}'
	prints aa web 'aa/b,aa/q,db,web/db'
}

test_lists_just_the_containers_that_are_named() {
	linkbox run -d --name one busybox
	linkbox run -d --name two busybox
	linkbox create --name three busybox
	linkbox ps --format '{{.Names}}' one three
	prints three one
	refuses ps --format '{{.Names}}' ghost two
	prints two
	warns 'No such container: ghost'
}

test_shows_the_latest_with_l_and_some_with_n() {
	for name in one two three; do
		linkbox create --name $name busybox
	done
	linkbox ps -l --format '{{.Names}}'
	prints three
	linkbox ps -n 2 --format '{{.Names}}'
	prints three two
	linkbox ps -l -n 2 --format '{{.Names}}'
	prints three two
	linkbox ps -n 0 -q
	prints
}

test_shows_ids_alone_with_q() {
	id=$(ask run -d busybox)
	linkbox ps -q
	prints "$(echo "$id" | cut -c1-12)"
	linkbox ps -q --no-trunc
	prints "$id"
	linkbox ps -q --format '{{.Image}}'
	prints busybox
}

test_shows_no_ports_of_what_does_not_run() {
	linkbox create --name web --expose 80 busybox
	linkbox ps -a --format '<{{.Ports}}>'
	prints '<>'
}

test_merges_runs_of_ports() {
	linkbox run -d --expose 9800-9803 -p 7000-7002:7000-7002 -p 8080:80 busybox
	linkbox ps --format '{{.Ports}}'
	prints '0.0.0.0:7000-7002->7000-7002/tcp, 9800-9803/tcp, 0.0.0.0:8080->80/tcp'
}

test_shows_the_id_of_an_image_whose_tag_moved() {
	id=$(ask inspect -f '{{.Id}}' busybox)
	linkbox create --name old busybox
	image busybox -c 'CMD ["true"]'
	linkbox ps -a --format '{{.Image}}'
	prints "$(echo "$id" | cut -c8-19)"
}

test_makes_a_table_with_a_header_of_a_format() {
	id=$(ask run -d --name web --label role=front busybox)
	linkbox ps --format 'table {{.ID}}\t{{.Names}}\t{{.Label "role"}}'
	prints 'CONTAINER ID   NAMES     role' "$(echo "$id" | cut -c1-12)   web       front"
	linkbox ps --format 'table {{upper .Names}}\t{{json .State}}'
	prints 'NAMES     STATE' 'WEB       "running"'
}

test_gives_all_fields_as_json() {
	linkbox create --name web --label a=b busybox
	linkbox ps -a --format '{{json .}}'
	prints_like '\{"Command":"\\"sleep 100000\\"","CreatedAt":"[0-9-]+ [0-9:]+ [+]0000 UTC","ID":"[0-9a-f]{12}","Image":"busybox","Labels":"a=b","LocalVolumes":"0","Mounts":"","Names":"web","Networks":"bridge","Ports":"","RunningFor":"[^"]* ago","Size":"[^"]*","State":"created","Status":"Created"\}'
}

test_filters() {
	linkbox run -d --name web --label role=front -p 8080:80 busybox
	linkbox run -d --name db --label role=back --expose 5432 busybox
	linkbox create --name idle --label role=back busybox
	fails_with 3 run --name over busybox sh -c 'exit 3'
	filtered 'web' -f name=we
	filtered 'web' -f 'name=^/web$'
	filtered 'db web' -f name=db -f name=web
	filtered 'db' -f label=role=back
	filtered 'idle db' -a -f label=role=back
	filtered 'idle' -f status=created
	filtered 'over' -f status=exited
	filtered 'over' -a -f exited=3
	filtered '' -a -f exited=4
	filtered 'web' -f publish=8080
	filtered 'db' -f expose=5432/tcp
	filtered 'idle db web' -a -f before=over
	filtered 'over idle' -a -f since=db
	filtered 'db web' -f ancestor=busybox
	filtered '' -f ancestor=ghost
	filtered 'db web' -f network=bridge
	filtered 'db' -f "id=$(ask inspect -f '{{.Id}}' db)"
}

filtered() {
	wanted=$1
	shift
	is "$("$LINKBOX" ps --format '{{.Names}}' "$@" | tr '\n' ' ' | sed 's/ $//')" "$wanted"
}

test_refuses_filters_with_dockers_words() {
	fails_with 125 docker ps -f foo
	says 'invalid argument "foo" for "-f, --filter" flag: bad format of filter (expected name=value)' \
		"See 'docker ps --help'."
	fails_with 1 docker ps -f foo=bar
	says "Error response from daemon: Invalid filter 'foo'"
	fails_with 1 docker ps -f status=rubbish
	says "Error response from daemon: Invalid filter 'status=rubbish'"
}

test_refuses_formats_with_dockers_words() {
	linkbox create busybox
	fails_with 1 docker ps -a --format '{{'
	says 'failed to parse template: template: :1: unclosed action'
	fails_with 1 docker ps -a --format '{{.Foo}}'
	says "failed to execute template: template: :1:2: executing \"\" at <.Foo>: can't evaluate field Foo in type *formatter.ContainerContext"
	prints
}

test_works_in_four_ways() {
	linkbox create --name web busybox
	four_ways ps -a --format '{{.Names}} {{.Image}}'
}
