#!/bin/sh
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

demo=31c17ae8ca47c8ec9cfff34edaf7f8af2ac73319c8940eaed4e7e9fc04b46e3a
bottom=e8a81d00dbf7ae806c304da3d747731bd0a97dd7d49f2d78ed758bdb14939242
upper=7d41f8239b0b28f818bd5930f37e6eee7fd52b6cfc47b380e9bbebe21f161a0c

load() {
	"$top/tests/archives/make" docker "$@" >archive
	linkbox load -i archive
}

is_empty() {
	is "$(find "$LINKBOX_STATE/images" "$LINKBOX_STATE/layers" "$LINKBOX_STATE/tags" -mindepth 1)" ''
}

test_removes_name_image_and_layers_and_says_so() {
	load --tag demo
	linkbox rmi demo
	chain=$(printf 'sha256:%s sha256:%s' "$bottom" "$upper" | sha256sum | cut -d ' ' -f 1)
	prints 'Untagged: demo:latest' "Deleted: sha256:$demo" "Deleted: sha256:$chain" "Deleted: sha256:$bottom"
	is_empty
}

test_removes_by_id() {
	load --tag demo
	linkbox rmi 31c17ae8ca47
	shows '^Untagged: demo:latest$'
	shows "^Deleted: sha256:$demo$"
	is_empty
	load
	linkbox rmi "sha256:$demo"
	lacks Untagged
	is_empty
}

test_removes_a_name_where_there_are_others() {
	load --tag demo:1 --tag demo:2
	linkbox rmi demo:1
	prints 'Untagged: demo:1'
	is "$(ask images -q)" 31c17ae8ca47
	refuses rmi demo:1
	linkbox rmi demo:2
	is_empty
}

test_an_id_with_several_names_wants_force() {
	load --tag demo:1 --tag demo:2
	fails_with 1 docker rmi 31c17ae8ca47
	says 'Error response from daemon: conflict: unable to delete 31c17ae8ca47 (must be forced) - image is referenced in multiple repositories'
	prints
	linkbox rmi -f 31c17ae8ca47
	shows '^Untagged: demo:1$'
	shows '^Untagged: demo:2$'
	is_empty
}

test_a_layer_stays_while_an_image_has_it() {
	load --tag demo
	load --tag other --entry file:more
	linkbox rmi other
	is "$(grep -c Deleted "$stdout")" 2
	is "$(ls "$LINKBOX_STATE/layers")" "$upper
$bottom"
	linkbox rmi demo
	is "$(grep -c Deleted "$stdout")" 3
	is_empty
}

test_reports_unknown_images_and_removes_the_others() {
	load --tag demo
	fails_with 1 rmi ghost demo
	says 'linkbox: No such image: ghost'
	shows '^Untagged: demo:latest$'
	is_empty
	fails_with 1 docker rmi ghost
	says 'Error: No such image: ghost'
	fails_with 0 docker rmi -f ghost
	says 'Error: No such image: ghost'
}

test_an_image_that_a_stopped_container_uses_stays() {
	image
	linkbox create --name web busybox
	container=$(cut -c -12 "$stdout")
	id=$(ask images -q)
	fails_with 1 docker rmi busybox
	says "Error response from daemon: conflict: unable to remove repository reference \"busybox\" (must force) - container $container is using its referenced image $id"
	fails_with 1 docker rmi "$id"
	says "Error response from daemon: conflict: unable to delete $id (must be forced) - image is being used by stopped container $container"
	linkbox tag busybox other
	linkbox rmi busybox
	prints 'Untagged: busybox:latest'
	linkbox start web
	linkbox rm -f web
	linkbox rmi other
	is_empty
}

test_an_image_that_a_running_container_uses_stays_even_if_forced() {
	image
	linkbox run -d --name web busybox
	container=$(cut -c -12 "$stdout")
	id=$(ask images -q)
	fails_with 1 docker rmi -f "$id"
	says "Error response from daemon: conflict: unable to delete $id (cannot be forced) - image is being used by running container $container"
	linkbox rmi -f busybox
	prints 'Untagged: busybox:latest'
	is "$(ask images -q)" "$id"
	linkbox exec web true
}

test_forced_the_layers_stay_for_the_stopped_container() {
	image
	linkbox create --name web busybox true
	id=$(ask images -q)
	linkbox rmi -f "$id"
	prints_like 'Untagged: busybox:latest' "Deleted: sha256:$id.*"
	is "$(ask images -q)" ''
	linkbox start -a web
	linkbox rm web
	load --tag demo
	linkbox rmi demo
	is_empty
}

test_sweeps_what_a_killed_load_left() {
	mkdir -p "$LINKBOX_STATE/layers/.stage.1.0/0/etc" "$LINKBOX_STATE/layers/$bottom"
	load --tag demo
	linkbox rmi demo
	is_empty
}
