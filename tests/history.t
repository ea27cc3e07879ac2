#!/bin/sh
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

test_steps_come_last_first_with_what_they_added() {
	image
	linkbox history busybox
	prints_like 'IMAGE +CREATED +CREATED BY +SIZE +COMMENT' '[0-9a-f]{12} +.* ago +1\.[0-9]+MB +Imported from -'
	is "$(ask history -q busybox)" "$(ask images -q)"
	is "$(ask history -q --no-trunc busybox)" "$(ask images -q --no-trunc)"
}

test_steps_without_a_layer_are_shown_too() {
	mkdir archive
	tar -cf archive/layer.tar -C / etc/hostname
	layer=$(sha256sum <archive/layer.tar | cut -d ' ' -f 1)
	long='/bin/sh -c #(nop) COPY a long name and a longer one of many words in /usr'
	printf '{"architecture":"amd64","os":"linux","config":{},"rootfs":{"type":"layers","diff_ids":["sha256:%s"]},
		"history":[{"created":"2020-01-02T03:04:05Z","created_by":"%s"},
		{"created":"2020-01-02T03:04:06.5+01:00","created_by":"CMD\\tsh","comment":"said","empty_layer":true}]}' \
		"$layer" "$long" >archive/config.json
	printf '[{"Config":"config.json","RepoTags":["made:1"],"Layers":["layer.tar"]}]' >archive/manifest.json
	tar -C archive -cf made.tar manifest.json config.json layer.tar
	linkbox load -i made.tar
	id=$(ask images -q)
	linkbox history --format '{{.ID}}|{{.CreatedBy}}|{{.Comment}}|{{.CreatedAt}}|{{.Size}}' -H=false made:1
	prints "$id|CMD sh|said|2020-01-02T02:04:06Z|0" \
		"<missing>|/bin/sh -c #(nop) COPY a long name and a lon…||2020-01-02T03:04:05Z|$(stat -c %s /etc/hostname)"
	linkbox history --no-trunc --format '{{.CreatedBy}}' made:1
	prints 'CMD sh' "$long"
}

test_an_image_without_a_history_has_none() {
	"$top/tests/archives/make" docker --tag demo >archive
	linkbox load -i archive
	linkbox history demo
	shows '^IMAGE'
	linkbox history -q demo
}

test_a_damaged_configuration_is_said() {
	image
	id=$(ask images -q --no-trunc)
	echo '{' >"$LINKBOX_STATE/images/${id#sha256:}/config.json"
	refuses history busybox
	warns damaged
}

test_of_what_there_is_not() {
	refuses history nosuch
	says 'linkbox: No such image: nosuch:latest'
}
