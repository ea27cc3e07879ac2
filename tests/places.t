#!/bin/sh
# Read-only stores beside the state directory: LINKBOX_PATH.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

# A store in which `base` is, read-only from here on; the state directory is empty.
before_each() {
	image first
	linkbox tag first base
	linkbox save -o base.tar base
	linkbox rmi -f first base
	linkbox load -i base.tar
	base=$("$LINKBOX" images -q --no-trunc base)
	mkdir shipped
	mv "$LINKBOX_STATE"/* shipped
	linkbox_path=$PWD/none:$PWD/shipped
	mount --bind shipped shipped
	mount -o remount,bind,ro shipped
	export LINKBOX_PATH="$linkbox_path"
}

state() {
	find "$LINKBOX_STATE" -mindepth 1 | sort
}

test_its_images_are_there_and_nothing_is_written() {
	linkbox images --no-trunc --format '{{ .Repository }}:{{ .Tag }} {{ .ID }}'
	prints "base:latest $base"
	linkbox inspect base
	linkbox history -q --no-trunc base
	prints "$base"
	linkbox history --format '{{ .Size }}' base
	lacks '^0B'
	is "$(ask inspect -f '{{ .Id }}' "${base#sha256:}")" "$base"
	is "$(ask info -f '{{ .Path }} {{ .Images }}')" "$linkbox_path 1"
	is "$(state)" ''
	linkbox run --rm base echo runs
	prints runs
	linkbox save -o saved.tar base
	is "$(tar -tf saved.tar | grep -c layer.tar)" 1
}

test_rmi_refuses() {
	for name in base "$base" "-f base"; do
		# shellcheck disable=SC2086
		fails_with 1 docker rmi $name
		warns "conflict: unable to delete ${name#-f } (cannot be forced) - it is in a read-only store"
	done
	linkbox image prune -af
	is "$(ask images -q | wc -l)" 1
}

test_tags_of_its_images_are_ours() {
	linkbox tag base mine:1
	is "$(ask images --format '{{ .Repository }}:{{ .Tag }}')" 'base:latest
mine:1'
	linkbox run --rm mine:1 echo runs
	prints runs
	linkbox rmi mine:1
	prints 'Untagged: mine:1'
	linkbox inspect base
}

test_loading_what_is_there_writes_nothing() {
	linkbox load -i base.tar
	prints 'Loaded image: base:latest'
	is "$(find "$LINKBOX_STATE" -type f -o -type l)" ''
	is "$(ls "$LINKBOX_STATE/layers")" ''
}

test_an_image_of_ours_shares_its_layers() {
	linkbox run --name one base touch /new
	linkbox commit one derived
	is "$(find "$LINKBOX_STATE/layers" -mindepth 1 -maxdepth 1 -type d | wc -l)" 1
	linkbox run --rm derived ls /new /bin/busybox
	prints /bin/busybox /new
	linkbox rm one
	linkbox save -o saved.tar derived
	linkbox rmi derived
	linkbox load -i saved.tar
	is "$(find "$LINKBOX_STATE/layers" -mindepth 1 -maxdepth 1 -type d | wc -l)" 1
	LINKBOX_PATH=/nowhere
	fails_with 125 docker run --rm derived true
	warns 'open a layer of image derived: No such file or directory'
	linkbox load -i saved.tar
	linkbox run --rm derived ls /new
	prints /new
}

test_ours_come_first() {
	linkbox import -c 'CMD echo ours' "$rootfs" base
	linkbox run --rm base
	prints ours
	linkbox rmi base
	is "$(ask images -q --no-trunc base)" "$base"
}

test_the_configuration_names_them_too() {
	unset LINKBOX_PATH
	echo "path=$PWD/shipped" >"$LINKBOX_CONF"
	is "$(ask images -q --no-trunc)" "$base"
	export LINKBOX_PATH=
	is "$(ask images -q)" ''
}

test_a_container_goes_on_with_its_image_when_the_store_is_replaced() {
	linkbox run -d --name one base idle
	umount shipped
	mv shipped older
	linkbox exec one true
	is "$(ask ps --format '{{ .Names }} {{ .Image }}')" "one $(echo "$base" | cut -c 8-19)"
	fails_with 1 docker restart -t 0 one
	warns 'open a layer of image base'
	mv older shipped
	linkbox start one
}

test_an_ephemeral_container_makes_nothing_of_a_state_directory_that_is_not_there() {
	rmdir "$LINKBOX_STATE"
	linkbox run -d --name one --ephemeral -p 5000:5000 base serve hi
	eventually answers 127.0.0.1:5000 hi
	linkbox run --rm --ephemeral --link one:one base wget -qO- http://one:5000
	prints hi
	linkbox ps -a
	linkbox restart -t 0 one
	linkbox images
	linkbox volume ls
	linkbox system prune -f
	linkbox rm -f one
	not test -e "$LINKBOX_STATE"
	linkbox run --name two base true
	test -d "$LINKBOX_STATE"
}

test_it_all_works_on_a_read_only_disk() {
	mount --bind "$LINKBOX_STATE" "$LINKBOX_STATE"
	mount -o remount,bind,ro "$LINKBOX_STATE"
	linkbox run -d --name one --ephemeral -p 5000:5000 base serve hi
	eventually answers 127.0.0.1:5000 hi
	linkbox run --rm --ephemeral --link one:one base wget -qO- http://one:5000
	prints hi
	linkbox restart -t 0 one
	linkbox rm -f one
	fails_with 125 run --name two base true
	warns 'ead-only file system'
}
