#!/bin/sh
# What Docker does as well is played beside it: tests/parity/commit.cases.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

made() {
	image
	linkbox run --name web busybox sh -c 'echo one >/new; rm -r /home; rm -r /srv; mkdir /srv; touch /srv/fresh; ln /new /same; chmod 4711 /bin/busybox'
	linkbox commit web made
	linkbox rm web
}

# files IMAGE: all that it has, with what is said of it
files() {
	linkbox create --name "files-of-$1" "$1" sh
	linkbox export "files-of-$1"
	tar --numeric-owner --full-time -tvf "$stdout" | sed 's/  */ /g' >"files-$1"
	linkbox rm "files-of-$1"
}

test_load_makes_the_same_image_of_it() {
	made
	files made
	mv files-made wanted
	linkbox save -o saved.tar made
	says_nothing
	is "$(stat -c %a saved.tar)" 600
	linkbox rmi made busybox
	linkbox load -i saved.tar
	files made
	works diff wanted files-made
	is "$(ask history made | wc -l)" 3
}

test_what_linkbox_has_written_keeps_its_id() {
	made
	linkbox save -o once.tar made
	linkbox rmi made busybox
	linkbox load -i once.tar
	id=$(ask images -q --no-trunc made)
	linkbox save -o twice.tar made
	linkbox rmi made
	linkbox load -i twice.tar
	is "$(ask images -q --no-trunc made)" "$id"
	linkbox create --name web made sh
	linkbox export -o all.tar web
	linkbox import all.tar flat
	id=$(ask images -q --no-trunc flat)
	linkbox save -o flat.tar flat
	linkbox rm web
	linkbox rmi flat
	linkbox load -i flat.tar
	is "$(ask images -q --no-trunc flat)" "$id"
}

test_every_digest_in_it_is_right() {
	made
	linkbox save -o saved.tar made
	mkdir out
	tar -C out -xf saved.tar
	for config in out/*.json; do
		[ "$config" != out/manifest.json ] || continue
		is "$(sha256sum <"$config" | cut -d ' ' -f 1).json" "${config#out/}"
	done
	python3 - <<-'END' >layers
		import hashlib, json
		for image in json.load(open("out/manifest.json")):
		    config = json.load(open("out/" + image["Config"]))
		    for name, digest in zip(image["Layers"], config["rootfs"]["diff_ids"]):
		        found = hashlib.sha256(open("out/" + name, "rb").read()).hexdigest()
		        print(digest == "sha256:" + found)
	END
	is "$(sort -u layers)" True
	is "$(wc -l <layers)" 2
}

test_a_layer_that_two_images_share_is_there_once() {
	made
	linkbox save -o saved.tar made busybox
	is "$(tar -tf saved.tar | grep -c layer.tar)" 2
	linkbox rmi made busybox
	linkbox load -i saved.tar
	prints 'Loaded image: made:latest' 'Loaded image: busybox:latest'
}

test_a_directory_in_place_is_saved_as_a_layer() {
	mkdir root
	tar -C root -xf "$rootfs"
	linkbox import --in-place -c 'CMD ["ls", "/www"]' root placed
	linkbox save -o saved.tar placed
	linkbox rmi placed
	linkbox load -i saved.tar
	linkbox run --rm placed
	shows index.html
}

test_directories_whose_names_begin_alike_are_two_layers() {
	for name in 'root y' root; do
		mkdir "$name"
		tar -C "$name" -xf "$rootfs"
		echo "of $name" >"$name/whose"
	done
	linkbox import --in-place -c 'CMD ["cat", "/whose"]' 'root y' first
	linkbox import --in-place -c 'CMD ["cat", "/whose"]' root second
	linkbox save -o saved.tar first second
	linkbox rmi first second
	linkbox load -i saved.tar
	linkbox run --rm first
	prints 'of root y'
	linkbox run --rm second
	prints 'of root'
}

test_skopeo_reads_it() {
	command -v skopeo >/dev/null || skip 'needs skopeo'
	made
	linkbox save -o saved.tar made
	works skopeo --insecure-policy copy docker-archive:saved.tar:made:latest oci:layout:made
	linkbox rmi made busybox
	tar -C layout -cf oci.tar .
	linkbox load -i oci.tar
	linkbox run --rm "$(ask images -q | head -n 1)" cat /new
	prints one
}

test_a_terminal_gets_no_archive() {
	image
	script -qec "'$LINKBOX' save busybox" /dev/null >shown </dev/null || :
	works grep -q 'cowardly refusing to save to a terminal' shown
}

test_a_file_that_can_not_be_written_stays_as_it_was() {
	image
	mkdir small
	mount -t tmpfs -o size=64k tmpfs small
	echo old >small/saved.tar
	fails_with 1 save -o small/saved.tar busybox
	warns 'o space left'
	is "$(cat small/saved.tar)" old
	is "$(ls -A small)" saved.tar
}

test_an_image_stays_whole_while_it_is_saved() {
	image
	mkfifo slow
	"$LINKBOX" save busybox >slow &
	exec 8<slow
	head -c 100000 <&8 >part
	linkbox rmi busybox
	cat <&8 >>part
	exec 8<&-
	wait
	works tar -tf part
	is "$(ls -A "$LINKBOX_STATE/layers")" "$(ls "$LINKBOX_STATE/layers")"
	linkbox load -i part
	linkbox run --rm busybox true
}

test_nothing_is_left_of_it() {
	image
	stored >before
	linkbox save -o /dev/stdout busybox >/dev/null 2>&1 || :
	linkbox save -o saved.tar busybox
	stored | works diff before -
}
