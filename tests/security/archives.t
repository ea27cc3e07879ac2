#!/bin/sh
# Some sixty archives that want out, or to make us hang or crash.
# shellcheck source=tests/lib.sh
[ "${box-}" ] || . "$(dirname "$0")/../lib.sh"

before_each() {
	store=$LINKBOX_STATE
	mkdir outside archives
	echo ours >outside/file
	"$top/tests/security/evil" archives "$PWD/outside"
}

outside() {
	find outside -printf '%p %y %m %U:%G %n %s %l %T@ %C@\n' | sort
	find / /tmp /etc "$box" "$store" -maxdepth 2 ! -path "$store/layers/*" -name '*pwned*' 2>/dev/null
}

# Taken or refused: either is well, if it is said in one line that can't talk to a terminal.
try() {
	call "$LINKBOX" "$@"
	[ "$status" -le 1 ] || fail "status $status: $*"
	[ "$status" = 0 ] || [ "$(wc -l <"$stderr")" = 1 ] || fail "says more than one line: $*"
	[ "$(wc -c <"$stderr")" -lt 1000 ]
	is "$(tr -cd '\000-\010\013-\037\177' <"$stderr" | wc -c)" 0
	not grep -q "$(printf '\302\233')" "$stderr"
	is "$(outside)" "$before"
	is "$(find "$store" -path "$store/layers/?*" -prune -o -name '*pwned*' -print)" ''
	is "$(find "$store" -name '.stage*')" ''
}

test_no_layer_changes_anything_outside() {
	mkdir -p "$LINKBOX_STATE"
	before=$(outside)
	[ "$(ls archives/*.tar | wc -l)" -ge 50 ]
	for archive in archives/*.tar; do
		try import "$archive"
	done
}

test_no_image_does_either() {
	before=$(outside)
	for archive in archives/*.image; do
		try load -i "$archive"
	done
}

# all_are_whole COUNT: the layers of a store for a device, which are as many or more
all_are_whole() {
	[ "$(ls store/layers | wc -l)" -ge "$1" ] || fail "only $(ls store/layers | wc -l) layers are kept"
	for layer in store/layers/*; do
		works unsquashfs -ll "$layer"
	done
	is "$(find "$LINKBOX_STATE" -mindepth 1)" ''
}

test_no_layer_that_is_packed_does_and_what_is_kept_is_whole() {
	store=$PWD/store
	mkdir store
	before=$(outside)
	for archive in archives/*.tar; do
		try import --root "$store" "$archive"
	done
	all_are_whole 10
}

test_no_image_that_is_packed_does_and_what_is_kept_is_whole() {
	store=$PWD/store
	mkdir store
	before=$(outside)
	for archive in archives/*.image; do
		try load --root "$store" -i "$archive"
	done
	all_are_whole 10
}

# refused WHY NAME...: each for that reason, and not because a wall behind it held
refused() {
	why=$1
	shift
	for name; do
		refuses load -i "archives/$name.image"
		warns "$why"
	done
	linkbox images -q
	prints
}

test_what_must_be_refused_is_for_its_reason() {
	refused 'the name leads out of it' dotdot dotdot-far dotdot-inside dotdot-last dotdot-by-pax dotdot-by-longlink hard-dotdot
	refused 'the name is absolute' absolute hard-absolute
	refused 'names go through this symbolic link' absolute-link relative-link link-chain link-over-directory link-by-pax \
		hard-through-link whiteout-through-link
	refused 'Operation not permitted' hard-to-directory
	refused 'it is a whiteout of no name' whiteout-of-dotdot
	refused 'the owner is no number that Linux has' owners
}

test_json_that_is_nested_a_million_times_is_refused() {
	python3 - <<-'END'
		import io, json, tarfile
		def archive(path, **files):
		    with tarfile.open(path, 'w') as out:
		        for name, text in files.items():
		            entry = tarfile.TarInfo(name.replace('_', '.'))
		            entry.size = len(text)
		            out.addfile(entry, io.BytesIO(text.encode()))
		manifest = json.dumps([dict(Config='c.json', RepoTags=['deep:1'], Layers=[])])
		for deep, name in ('[' * 1000000, 'list'), ('{"a":' * 500000, 'object'), ('{"config":{"Labels":' + '{"a":' * 500000, 'labels'):
		    archive(name + '-manifest.tar', manifest_json=deep)
		    archive(name + '-config.tar', manifest_json=manifest, c_json=deep)
		    archive(name + '-index.tar', index_json=deep, oci_layout='{"imageLayoutVersion":"1.0.0"}')
		    open(name + '.json', 'w').write(deep)
	END
	for archive in *-manifest.tar *-config.tar *-index.tar; do
		refuses load -i "$archive"
		[ "$(wc -l <"$stderr")" = 1 ]
	done
	linkbox import "$rootfs" busybox
	for profile in list object labels; do
		refuses run --rm --security-opt "seccomp=$profile.json" busybox true
	done
}

test_attributes_of_overlayfs_are_not_taken_over() {
	linkbox load -i archives/attributes.image
	getfattr --version >/dev/null 2>&1 || python3 -c 'import os' || skip 'needs a reader of attributes'
	is "$(find "$LINKBOX_STATE/layers" -mindepth 2 -exec python3 -c 'import os, sys
for path in sys.argv[1:]:
    for name in os.listxattr(path, follow_symlinks=False):
        print(path, name)' {} +)" ''
}

# the process with a filter: the other, which hashes, reads no structure
confined() {
	writer=$(grep -l '^Seccomp:.*2$' $(grep -l "^Name:.*$(basename "$LINKBOX")$" /proc/[0-9]*/status) | cut -d / -f 3) &&
		[ "$writer" ]
}

unpacking() {
	confined && [ -c "/proc/$writer/root/mem" ]
}

capabilities() {
	awk '/^Cap(Inh|Prm|Eff|Amb)/ { print $2 }' "/proc/$writer/status"
}

test_the_process_that_unpacks_has_no_way_out() {
	mkfifo pipe
	"$LINKBOX" import - <pipe &
	exec 8>pipe
	(head -c 1024 archives/devices.tar && head -c 300000 "$rootfs") >&8
	eventually unpacking
	unpacking
	is "$(capabilities)" '0000000000000000
000000008820001b
000000008820001b
0000000000000000'
	is "$(awk '/^NoNewPrivs/ { print $2 }' "/proc/$writer/status")" 1
	like "$(ls "/proc/$writer/fd" | tr '\n' ' ')" '0 1 2 3 (4 )?(5 )?(6 )?'
	not test -e "/proc/$writer/root/proc"
	like "$(head -c 1 "/proc/$writer/root/mem" 2>&1)" '.*Permission denied'
	exec 8>&-
	wait
}

test_the_process_that_packs_has_its_stream_and_its_file_and_no_rights() {
	mkfifo pipe
	"$LINKBOX" import --root "$PWD/store" - <pipe &
	exec 8>pipe
	head -c 300000 "$rootfs" >&8
	eventually confined
	confined
	is "$(capabilities | sort -u)" 0000000000000000
	is "$(awk '/^(NoNewPrivs|Seccomp):/ { print $2 }' "/proc/$writer/status" | tr '\n' ' ')" '1 2 '
	is "$(ls "/proc/$writer/fd" | tr '\n' ' ')" '0 1 2 3 '
	like "$(readlink "/proc/$writer/fd/0")" 'pipe:.*'
	like "$(readlink "/proc/$writer/fd/1")" "$PWD/store/layers/\.stage\.[0-9.]+/.*"
	like "$(readlink "/proc/$writer/fd/3")" 'pipe:.*'
	exec 8>&-
	wait
}
