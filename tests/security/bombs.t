#!/bin/sh
# Small archives that unpack to something large: --max-size, and image-max-size of linkbox.conf.
# shellcheck source=tests/lib.sh
[ "${box-}" ] || . "$(dirname "$0")/../lib.sh"

# The disk has room for 48 MB, so that what is refused was not merely found to be full.
before_each() {
	mkdir disk
	mount -t tmpfs -o size=48m tmpfs disk
	export LINKBOX_STATE="$PWD/disk/state"
	linkbox images -q
	before=$(everything)
}

everything() {
	find "$LINKBOX_STATE" -printf '%P %y %s\n' | grep -v '^ \|^[a-z]* d ' | sort
}

# refused WHAT ARGUMENT...: by its size, in one line, and nothing is left
refused() {
	what=$1
	shift
	refuses "$@"
	like "$(cat "$stderr")" "linkbox: unpack $what: it is larger than [0-9]+[mg] \(--max-size, image-max-size\)"
	is "$(everything)" "$before"
	is "$(ls -A "$LINKBOX_STATE/layers")" ''
	[ "$(df --output=used disk | tail -n 1)" -lt 200 ]
}

# image_of LAYER NAME: an archive of one layer, as `docker save` and skopeo write it
image_of() {
	rm -rf image
	mkdir -p image/blobs/sha256
	blob=$(sha256sum <"$1" | cut -c 1-64)
	case $1 in
	*gz) plain=$(zcat "$1" | sha256sum | cut -c 1-64) ;;
	*) plain=$blob ;;
	esac
	cp "$1" "image/blobs/sha256/$blob"
	printf '{"architecture":"amd64","os":"linux","config":{"Cmd":["x"]},"rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}' "$plain" >image/c.json
	printf '[{"Config":"c.json","RepoTags":["bomb:1"],"Layers":["blobs/sha256/%s"]}]' "$blob" >image/manifest.json
	tar -C image -cf "$2" .
}

test_a_file_of_zeros_in_gzip_is_refused() {
	truncate -s 300M zeros
	tar -cf - zeros | gzip -1 >bomb.tgz
	[ "$(stat -c %s bomb.tgz)" -lt 2000000 ]
	refused 'bomb.tgz' import --max-size 20m bomb.tgz bomb
	image_of bomb.tgz bomb.tar
	refused 'layer .*blobs/sha256/[0-9a-f]+' load --max-size 20m -i bomb.tar
	not sh -c '"$LINKBOX" load --max-size 20m <bomb.tar'
}

test_zeros_behind_the_end_of_a_layer_count() {
	mkdir small
	(tar -cf - small && head -c 100M /dev/zero) | gzip -1 >bomb.tgz
	refused bomb.tgz import --max-size 20m bomb.tgz bomb
	linkbox import bomb.tgz bomb
}

test_a_sparse_file_counts_with_its_holes() {
	truncate -s 1T hole
	tar -Scf bomb.tar hole
	[ "$(stat -c %s bomb.tar)" -lt 20000 ]
	refused bomb.tar import --max-size 900g bomb.tar bomb
	linkbox import --max-size 2t bomb.tar bomb
	linkbox rmi bomb
	# twice what 64 bits hold
	for i in 1 2 3; do
		truncate -s 9223372036854775807 "huge$i" || skip 'this file system has no such files'
	done
	tar -Scf huge.tar huge*
	refused huge.tar import --max-size 900g huge.tar bomb
}

test_half_a_terabyte_of_nothing_is_packed_only_where_no_bound_is_set() {
	truncate -s 512G hole
	tar --format=pax -Scf bomb.tar hole
	[ "$(stat -c %s bomb.tar)" -lt 20000 ]
	refuses import --root disk/store --max-size 10m bomb.tar bomb
	like "$(cat "$stderr")" 'linkbox: unpack bomb.tar: it is larger than 10m \(--max-size, image-max-size\)'
	is "$(find disk/store -type f -o -name '.stage*')" ''
	linkbox import --root disk/store bomb.tar bomb
	like "$(unsquashfs -ll disk/store/layers/*)" ".* 549755813888 .* squashfs-root/hole"
	[ "$(du -sk disk/store | cut -f 1)" -lt 1000 ]
}

test_many_sparse_files_count_together() {
	for i in $(seq 20); do
		truncate -s 10M "hole$i"
	done
	tar -Scf bomb.tar hole*
	refused bomb.tar import --max-size 100m bomb.tar bomb
	linkbox import --max-size 201m bomb.tar bomb
}

test_many_empty_files_and_long_attributes_are_refused() {
	mkdir many
	(cd many && seq 30000 | xargs touch)
	tar -cf - many | gzip >many.tgz
	[ "$(stat -c %s many.tgz)" -lt 1000000 ]
	refused many.tgz import --max-size 10m many.tgz bomb
	python3 - <<-'END' >attributes.tar
		import sys, tarfile
		out = tarfile.open(fileobj=sys.stdout.buffer, mode='w|', format=tarfile.PAX_FORMAT)
		for i in range(300):
		    file = tarfile.TarInfo('n%d' % i)
		    file.pax_headers = {'SCHILY.xattr.user.x': 'x' * 60000}
		    out.addfile(file)
		out.close()
	END
	refused attributes.tar import --max-size 10m attributes.tar bomb
}

test_the_layers_of_an_archive_count_together() {
	mkdir image
	layers='' diffs=''
	for i in 1 2 3; do
		head -c 8M /dev/urandom >"file$i"
		tar -cf "image/$i.tar" "file$i"
		layers="$layers,\"$i.tar\""
		diffs="$diffs,\"sha256:$(sha256sum <"image/$i.tar" | cut -c 1-64)\""
	done
	printf '{"architecture":"amd64","os":"linux","config":{},"rootfs":{"type":"layers","diff_ids":[%s]}}' "${diffs#,}" >image/c.json
	printf '[{"Config":"c.json","RepoTags":["three:1"],"Layers":[%s]}]' "${layers#,}" >image/manifest.json
	tar -C image --sort name -cf three.tar .
	refused 'layer .*3.tar' load --max-size 20m -i three.tar
	linkbox load --max-size 25m -i three.tar
	linkbox rmi three:1
	is "$(ask info -f '{{.ImageMaxSize}}')" 0
	echo image-max-size=20m >"$LINKBOX_CONF"
	is "$(ask info -f '{{.ImageMaxSize}}')" 20m
	refused 'layer .*3.tar' load -i three.tar
	mkdir "$box/provision"
	cp three.tar "$box/provision"
	echo "provision=$box/provision" >>"$LINKBOX_CONF"
	refuses apply
	warns 'it is larger than 20m (--max-size, image-max-size)'
	linkbox load --max-size 0 -i three.tar
}

test_a_disk_that_gets_full_without_a_bound_is_as_empty_as_before() {
	truncate -s 200M zeros
	tar -cf - zeros | gzip -1 >bomb.tgz
	refuses import bomb.tgz bomb
	warns 'no space left'
	is "$(everything)" "$before"
	[ "$(df --output=used disk | tail -n 1)" -lt 200 ]
}

test_sizes_are_written_as_everywhere() {
	tar -cf small.tar /dev/null
	for size in 1g 1.5GiB 100000 0; do
		linkbox import --max-size "$size" small.tar small
	done
	for size in '' x -1 1q; do
		refuses import --max-size "$size" small.tar small
		says "linkbox: invalid argument \"$size\" for \"--max-size\" flag: invalid size: '$size'"
	done
	echo image-max-size=lots >"$LINKBOX_CONF"
	refuses import small.tar small
	warns "image-max-size"
}
