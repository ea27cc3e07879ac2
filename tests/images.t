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
	sed -i 's/  *[^ ]* [a-z ]*ago  */ AGO /; s/CREATED  */CREATED /' "$stdout"
	prints 'REPOSITORY          TAG       IMAGE ID       CREATED SIZE' \
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
	says "Error response from daemon: Invalid filter 'dangling=[x]'"
	fails_with 1 docker images -f dangling=1
	says "Error response from daemon: Invalid filter 'dangling=[1]'"
	fails_with 1 docker images -f colour=red
	says "Error response from daemon: Invalid filter 'colour'"
}

# filtered FILTER... : the names that these let through, sorted, on one line
filtered() {
	"$LINKBOX" images --format '{{.Repository}}:{{.Tag}}' "$@" | sort | tr '\n' ' '
}

test_filters_by_reference_label_and_age() {
	linkbox import -c 'LABEL a=b' -c 'LABEL c=d' root.tar demo
	linkbox tag demo demo:again
	linkbox tag demo reg:5000/x/y:z
	sleep 0.01
	linkbox import root.tar other:two
	linkbox import root.tar
	is "$(filtered -f label=a)" 'demo:again demo:latest reg:5000/x/y:z '
	is "$(filtered -f label=a=b -f label=c)" 'demo:again demo:latest reg:5000/x/y:z '
	is "$(filtered -f label=a=c)" ''
	is "$(filtered -f label=a -f label=x)" ''
	is "$(filtered -f before=other:two)" 'demo:again demo:latest reg:5000/x/y:z '
	is "$(filtered -f since=demo)" '<none>:<none> other:two '
	is "$(filtered -f since=demo -f before=other:two)" ''
	is "$(filtered -f reference=demo)" 'demo:again demo:latest '
	is "$(filtered -f 'reference=*:two' -f reference=demo:again)" 'demo:again other:two '
	is "$(filtered demo -f reference=other)" 'demo:again demo:latest other:two '
	is "$(filtered -f 'reference=reg:5000/*/*')" 'reg:5000/x/y:z '
	is "$(filtered 'reg:5000/*')" ''
	is "$(filtered -f 'reference=*' -f dangling=true)" ''
	is "$(filtered -f dangling=true -f dangling=false)" '<none>:<none> '
	is "$(filtered -f ' Dangling = true ')" '<none>:<none> '
	is "$(filtered -f '')" '<none>:<none> demo:again demo:latest other:two reg:5000/x/y:z '
}

test_refuses_filters_in_dockers_words() {
	linkbox import root.tar demo
	fails_with 125 docker images -f colour
	says 'invalid argument "colour" for "-f, --filter" flag: bad format of filter (expected name=value)' \
		"See 'docker images --help'."
	fails_with 1 docker images -f since=nothing
	says 'Error response from daemon: No such image: nothing:latest'
	fails_with 1 docker images -f before=
	says 'Error response from daemon: invalid reference format'
	for pattern in '[' 'a[]' 'a[^]' 'b\'; do
		fails_with 1 docker images "$pattern"
		says 'Error response from daemon: syntax error in pattern'
	done
	linkbox images 'd[a-e]m*'
	shows '^demo '
}

test_format() {
	linkbox import root.tar demo
	id=$(cut -c 8- "$stdout")
	short=$(echo "$id" | cut -c -12)
	docker images --format '{{.ID}} {{.Repository}}:{{.Tag}} {{.Digest}} {{.Size}}'
	prints "$short demo:latest <none> 1.23MB"
	docker images --no-trunc --format '{{.ID}}'
	prints "sha256:$id"
	docker images --format '{{.CreatedAt}}|{{.CreatedSince}}'
	prints_like '20[0-9]{2}-[0-9-]{5} [0-9:]{8} \+0000 UTC\|.* ago'
	docker images --format '{{.Containers}} {{.SharedSize}} {{.UniqueSize}} {{.VirtualSize}}'
	prints 'N/A N/A N/A 1.235MB'
	docker images --format '{{json .}}'
	sed -i 's/"Created[A-Za-z]*":"[^"]*",//g' "$stdout"
	prints '{"Containers":"N/A","Digest":"\u003cnone\u003e","ID":"'"$short"'","Repository":"demo","SharedSize":"N/A","Size":"1.23MB","Tag":"latest","UniqueSize":"N/A","VirtualSize":"1.235MB"}'
	docker images -q --format '{{.Repository}}'
	prints demo
	docker images --format pretty
	prints pretty
}

test_format_table_and_raw() {
	linkbox import root.tar demo
	short=$(cut -c 8-19 "$stdout")
	docker images --format 'table {{.ID}}\t{{.Repository}}:{{.Tag}}'
	prints 'IMAGE ID       REPOSITORY:TAG' "$short   demo:latest"
	docker images --digests --format 'table {{.ID}}\t{{.Tag}}'
	prints 'IMAGE ID       TAG       DIGEST' "$short   latest    <none>"
	docker images --format 'table {{.CreatedSince}}\t{{.CreatedAt}}\t{{.Size}}\t{{.VirtualSize}}\t{{.Containers}}\t{{.SharedSize}}\t{{.UniqueSize}}'
	shows '^CREATED +CREATED AT +SIZE +SIZE +CONTAINERS +SHARED SIZE +UNIQUE SIZE$'
	docker images -q --format table
	prints "$short"
	docker images --format raw
	sed -i 's/created_at: 20.*/created_at: then/' "$stdout"
	prints 'repository: demo' 'tag: latest' "image_id: $short" 'created_at: then' 'virtual_size: 1.23MB' ''
	docker images -q --format raw
	prints "image_id: $short"
	docker images --digests --format raw
	shows '^digest: <none>$'
	docker images --format ''
	shows '^REPOSITORY '
}

test_a_bad_format_is_named() {
	linkbox import root.tar demo
	fails_with 1 docker images --format '{{.Foo}}'
	says 'template parsing error: template: :1:2: executing "" at <.Foo>: can'"'"'t evaluate field Foo in type *formatter.imageContext'
	prints
	fails_with 1 docker images --format '{{.ID'
	says 'template parsing error: template: :1: unclosed action'
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
