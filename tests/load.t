#!/bin/sh
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

demo=31c17ae8ca47c8ec9cfff34edaf7f8af2ac73319c8940eaed4e7e9fc04b46e3a
bottom=e8a81d00dbf7ae806c304da3d747731bd0a97dd7d49f2d78ed758bdb14939242
upper=7d41f8239b0b28f818bd5930f37e6eee7fd52b6cfc47b380e9bbebe21f161a0c

archive() {
	"$top/tests/archives/make" "$@" >archive
}

layers() {
	ls -A "$LINKBOX_STATE/layers"
}

# All of the archive is in the store, and nothing else.
has_demo() {
	is "$(layers)" "$upper
$bottom"
	is "$(ls "$LINKBOX_STATE/images")" "$demo"
	is "$(sha256sum <"$LINKBOX_STATE/images/$demo/config.json")" "$demo  -"
}

has_nothing() {
	is "$(find "$LINKBOX_STATE" -mindepth 2)" ''
}

# bad TEXT OPTION...: an archive made with these options is refused with one line that has the text
bad() {
	text=$1
	shift
	archive "$@"
	fails_with 1 load -i archive
	prints
	is "$(wc -l <"$stderr")" 1
	warns "$text"
	has_nothing
}

attribute() {
	python3 -c 'import os, sys; print(os.getxattr(sys.argv[1], sys.argv[2]).hex())' "$1" "$2"
}

test_prints_every_name_of_an_image() {
	archive docker --tag demo:1 --tag docker.io/library/demo --tag registry:5000/a/b:c
	linkbox load -i archive
	prints 'Loaded image: demo:1' 'Loaded image: demo:latest' 'Loaded image: registry:5000/a/b:c'
	has_demo
}

test_prints_the_id_of_an_image_without_a_name() {
	archive docker
	linkbox load --quiet --input archive
	prints "Loaded image ID: sha256:$demo"
	has_demo
}

test_reads_standard_input() {
	archive docker --tag demo
	linkbox load <archive
	prints 'Loaded image: demo:latest'
	cat archive | linkbox load
	has_demo
}

test_reads_every_format_plain_and_in_gzip() {
	for format in docker legacy both; do
		for way in --tag=demo --zip --zip-layers '--zip --zip-layers' --manifest-first; do
			# shellcheck disable=SC2086
			archive $format --tag demo $way
			linkbox load -i archive
			shows '^Loaded image: demo:latest$'
			has_demo
			rm -r "$LINKBOX_STATE"
		done
	done
}

test_reads_OCI_archives() {
	for way in '' --zip --zip-layers '--zip --zip-layers' --manifest-first; do
		# shellcheck disable=SC2086
		archive oci --tag demo:1 --tag demo:2 $way
		linkbox load -i archive
		prints 'Loaded image: demo:1' 'Loaded image: demo:2'
		has_demo
		rm -r "$LINKBOX_STATE"
	done
}

test_takes_the_image_for_this_machine_from_an_index_of_platforms() {
	[ "$(uname -m)" = x86_64 ] || skip 'the archive is for amd64'
	archive oci --platforms s390x --platforms amd64 --tag demo
	linkbox load -i archive
	prints 'Loaded image: demo:latest'
	has_demo
	rm -r "$LINKBOX_STATE"
	bad 'no image for this machine' oci --platforms s390x --tag demo
}

test_reads_what_umoci_and_skopeo_write() {
	command -v umoci && command -v skopeo || skip 'needs umoci and skopeo'
	umoci init --layout layout
	umoci new --image layout:demo
	umoci unpack --image layout:demo bundle
	mkdir bundle/rootfs/etc
	echo one >bundle/rootfs/etc/one
	umoci repack --image layout:demo bundle
	rm bundle/rootfs/etc/one
	echo two >bundle/rootfs/etc/two
	umoci repack --refresh-bundle --image layout:demo bundle
	umoci config --image layout:demo --config.cmd sh --config.exposedports 80/tcp
	skopeo --insecure-policy copy oci:layout:demo docker-archive:docker.tar:demo:docker
	skopeo --insecure-policy copy oci:layout:demo oci-archive:oci.tar:demo:oci
	tar -C layout -cf layout.tar .
	linkbox load -i docker.tar
	prints 'Loaded image: demo:docker'
	linkbox load -i oci.tar
	prints 'Loaded image: demo:oci'
	linkbox load -i layout.tar
	prints 'Loaded image: demo:latest'
	is "$(ask images -q | sort -u | wc -l)" 1
	is "$(ask inspect -f '{{ json .Config.Cmd }} {{ json .Config.ExposedPorts }}' demo)" '["sh"] {"80/tcp":{}}'
}

test_unpacks_owners_permissions_times_links_and_devices() {
	archive docker
	linkbox load -i archive
	cd "$LINKBOX_STATE/layers/$bottom"
	is "$(find . ! -path './bin*' ! -path './long*' -printf '%p %y %m %U:%G %l\n' | sort)" \
". d 755 0:0 
./Größe f 644 0:0 
./dev d 755 0:0 
./dev/null c 666 0:0 
./etc d 755 0:0 
./etc/gone f 644 0:0 
./etc/hard f 640 12:34 
./etc/keep f 640 12:34 
./etc/link l 777 0:0 /etc/keep
./opaque d 755 0:0 
./opaque/old f 644 0:0 
./run d 755 0:0 
./run/pipe p 600 0:0 
./tmp d 1777 0:0 
./turned d 755 0:0 
./turned/old f 644 0:0 "
	is "$(stat -c %t:%T dev/null)" 1:3
	is "$(stat -c %i etc/hard)" "$(stat -c %i etc/keep)"
	is "$(stat -c %a bin/su)" 4755
	is "$(TZ=UTC stat -c %y . etc etc/keep etc/link)" '2001-02-03 04:05:06.000000000 +0000
2001-02-03 04:05:06.500000000 +0000
2001-02-03 04:05:06.789000000 +0000
2001-02-03 04:05:06.000000000 +0000'
	is "$(cat long/*/*)" long
}

test_the_umask_of_the_caller_does_not_matter() {
	archive docker
	umask 077
	linkbox load -i archive
	cd "$LINKBOX_STATE/layers"
	is "$(stat -c %a "$bottom" "$bottom/bin" "$bottom/run" "$bottom/etc" "$bottom/bin/su" "$upper")" '755
755
755
755
4755
755'
	is "$(stat -c %a .)" 700
}

test_unpacks_capabilities_and_attributes() {
	archive docker
	linkbox load -i archive
	cd "$LINKBOX_STATE/layers/$bottom"
	is "$(attribute bin/ping security.capability)" 0100000200200000000000000000000000000000
	is "$(attribute bin/ping user.note)" 68656c6c6f
}

test_what_a_layer_hides_is_hidden() {
	archive docker
	linkbox load -i archive
	mkdir root
	mount -t overlay -o "ro,lowerdir=$LINKBOX_STATE/layers/$upper:$LINKBOX_STATE/layers/$bottom" overlay root
	is "$(cd root && find etc opaque turned .wh* ! -type d 2>/dev/null | sort)" 'etc/hard
etc/keep
etc/link
opaque/new
turned/new'
	not ls root/.wh..wh.plnk
}

test_a_layer_that_is_there_is_not_unpacked_again() {
	archive docker --tag one
	linkbox load -i archive
	before=$(stat -c '%i %z' "$LINKBOX_STATE/layers"/*)
	archive both --zip-layers --tag two --config '{"User":"other"}'
	linkbox load -i archive
	prints 'Loaded image: two:latest'
	is "$(stat -c '%i %z' "$LINKBOX_STATE/layers"/*)" "$before"
	is "$(ls "$LINKBOX_STATE/images" | wc -l)" 2
	is "$(ask inspect -f '{{ .Size }}' one)" "$(ask inspect -f '{{ .Size }}' two)"
}

test_a_name_that_led_elsewhere_is_said_to_be_taken() {
	archive docker --tag demo
	linkbox load -i archive
	archive docker --tag demo --config '{"User":"other"}'
	linkbox load -i archive
	prints "The image demo:latest already exists, renaming the old one with ID sha256:$demo to empty string" \
		'Loaded image: demo:latest'
}

test_the_configuration_becomes_the_image() {
	archive docker --tag demo --config '{"Cmd":["a","b c"],"Entrypoint":["e"],"Env":["A=1","B=x\ny"],
		"WorkingDir":"/w","User":"u:g","ExposedPorts":{"80/tcp":{},"53/udp":{},"53/tcp":{},"9/sctp":{}},
		"Labels":{"k":"v"},"Volumes":{"/data":{}},"StopSignal":"SIGINT"}'
	linkbox load -i archive
	record=$LINKBOX_STATE/images/$(ls "$LINKBOX_STATE/images")/record
	is "$(grep -v '^id=' "$record")" "format=1
created=1612325106.123456789
architecture=amd64
os=linux
entrypoint=e
command=a
command=b c
env=A=1
env=B=x\\ny
workdir=/w
user=u:g
label=k=v
volume=/data
stop_signal=SIGINT
layer=$bottom
layer=$upper
expose=tcp 53 53
expose=udp 53 53
expose=tcp 80 80
size=57"
}

test_names_that_lead_out_are_refused() {
	bad 'leads out' docker --entry 'file:../pwned'
	bad 'leads out' docker --entry 'file:a/../../pwned'
	bad 'absolute' docker --entry 'file:/tmp/pwned'
	bad 'leads out' docker --outer ../pwned
	bad 'absolute' docker --outer /tmp/pwned
	bad 'no name' docker --entry 'file:.wh...'
	bad 'no name' docker --entry 'file:d/.wh..'
	not test -e /tmp/pwned
}

test_names_that_go_through_links_are_refused() {
	mkdir target
	bad 'symbolic link' docker --entry "symlink:out:$PWD/target" --entry 'file:out/pwned'
	bad 'symbolic link' docker --entry 'symlink:out:.' --entry 'file:out/pwned'
	bad 'symbolic link' docker --entry 'symlink:a/out:/etc' --entry 'file:a/out/b/pwned'
	bad 'Not a directory' docker --entry 'file:a' --entry 'file:a/b'
	is "$(ls target)" ''
}

test_hard_links_that_lead_out_are_refused() {
	bad 'leads out' docker --entry 'link:mine:../../../../etc/passwd'
	bad 'absolute' docker --entry 'link:mine:/etc/passwd'
	bad 'symbolic link' docker --entry 'symlink:out:/etc' --entry 'link:mine:out/passwd'
	bad 'not in the layer' docker --entry 'link:mine:nothing'
}

test_attributes_of_overlayfs_itself_are_not_taken() {
	archive docker --entry attribute:d:trusted.overlay.redirect:/etc --tag demo
	linkbox load -i archive
	for layer in "$LINKBOX_STATE/layers"/*/d; do
		not attribute "$layer" trusted.overlay.redirect
	done
}

test_owners_that_do_not_exist_are_refused() {
	bad 'owner' docker --entry owner:x
}

test_a_flipped_bit_is_found() {
	for format in docker legacy oci both; do
		bad damaged $format --flip layer
		bad damaged $format --flip layer --zip-layers
		bad damaged $format --flip config
	done
	bad damaged oci --flip manifest
	bad manifest.json docker --flip manifest
}

test_what_the_manifest_names_has_to_be_there() {
	bad "layer $bottom.tar named by the manifest is not in the archive" docker --drop layer
	bad "layer blobs/sha256/$bottom named by the manifest is not in the archive" oci --drop layer
	bad 'named by the manifest is not in the archive' docker --drop config
	bad 'named by the index is not in the archive' oci --drop manifest
	bad 'neither manifest.json nor index.json' docker --drop manifest
	bad 'differ in the number of layers' docker --short
	bad 'differ in the number of layers' oci --short
}

test_a_layer_under_the_name_of_another_is_found() {
	archive docker --blob 1
	linkbox load -i archive
	other=$(layers | grep -v "$upper")
	archive docker --lie "$other" --tag demo
	fails_with 1 load -i archive
	warns "layer $other.tar is named after another one"
	is "$(layers)" "$(lines "$other" "$upper" | sort)"
}

test_zstd_is_refused_by_name() {
	bad 'is compressed with zstd' docker --zstd
	bad 'is compressed with zstd' oci --zstd
	printf '\050\265\057\375rest' >archive
	fails_with 1 load -i archive
	says 'linkbox: read archive: it is compressed with zstd; linkbox reads gzip and plain archives'
}

test_a_bad_name_is_refused() {
	bad 'tag "Demo:1": invalid reference format: repository name must be lowercase' docker --tag Demo:1
	bad 'invalid reference format' docker --tag 'a b'
}

test_an_archive_that_is_cut_off_is_refused_wherever() {
	archive docker --tag demo
	size=$(stat -c %s archive)
	for cut in 0 1 511 512 513 1500 5000 $((size / 2)) $((size - 10240)); do
		head -c "$cut" archive >short
		refuses load -i short
		has_nothing
		head -c "$cut" archive | refuses load
		has_nothing
	done
	archive docker --zip --tag demo
	size=$(stat -c %s archive)
	for cut in 2 17 100 $((size / 2)) $((size - 9)); do
		head -c "$cut" archive >short
		refuses load -i short
		has_nothing
	done
}

test_what_is_no_archive_is_refused() {
	head -c 100000 /dev/urandom >archive
	refuses load -i archive
	refuses load -i /dev/null
	refuses load -i .
	warns 'Is a directory'
	fails_with 1 load -i nothing
	says 'linkbox: open nothing: no such file or directory'
	fails_with 1 docker load -i nothing
	says 'open nothing: no such file or directory'
}

test_an_older_kernel_is_named() {
	archive docker
	for call in openat2 close_range; do
		status=0
		strace -f -qq -o trace -e "inject=$call:error=ENOSYS" "$LINKBOX" load -i archive 2>"$stderr" || status=$?
		is "$status" 1
		warns "$call"
		has_nothing
	done
}

test_a_full_disk_is_named_and_nothing_stays() {
	mount -t tmpfs -o size=8m tmpfs "$LINKBOX_STATE"
	archive docker --blob 20
	fails_with 1 load -i archive
	warns "no space left in $LINKBOX_STATE"
	has_nothing
}

test_memory_and_disk_stay_flat() {
	needs_static 'a limit of its address space'
	mount -t tmpfs -o size=45m tmpfs "$LINKBOX_STATE"
	archive docker --blob 40 --zip --tag demo
	ulimit -v 16384
	linkbox load <archive
	prints 'Loaded image: demo:latest'
}

is_unpacking() {
	test -e "$LINKBOX_STATE"/layers/.stage.*/0/etc
}

test_a_load_that_was_killed_leaves_nothing_for_the_next() {
	archive docker --tag demo
	mkfifo pipe
	exec 8<>pipe
	"$LINKBOX" load <pipe &
	head -c 9000 archive >&8
	eventually is_unpacking
	kill -KILL $!
	wait $! || :
	is "$(ask images -q)" ''
	linkbox load -i archive
	has_demo
}

test_many_loads_of_the_same_image_at_once() {
	archive docker --tag demo --blob 2
	for number in 1 2 3 4 5 6; do
		"$LINKBOX" load -i archive >"said.$number" 2>&1 &
	done
	wait
	is "$(sort -u said.*)" 'Loaded image: demo:latest'
	is "$(layers | wc -l)" 2
}

test_loads_and_removals_at_once_leave_an_image_whole_or_gone() {
	archive docker --tag demo
	for round in 1 2 3 4 5; do
		for number in 1 2 3; do
			"$LINKBOX" load -i archive &
			"$LINKBOX" rmi -f demo &
		done
		wait
		if "$LINKBOX" inspect demo >/dev/null 2>&1; then
			has_demo
		else
			has_nothing
		fi
	done
}
