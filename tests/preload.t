#!/bin/sh
# Stores that a build host makes for a device, without rights: load --root, import --root.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

before_each() {
	chmod 777 .
}

# anybody ARGUMENT...: linkbox as a user without any rights
anybody() {
	call setpriv --reuid 65534 --regid 65534 --clear-groups --inh-caps=-all --bounding-set=-all \
		env LINKBOX_STATE=/nowhere LINKBOX_RUN=/nowhere "$LINKBOX" "$@"
	[ "$status" = 0 ] || fail "exit status $status: linkbox $*"
}

archive() {
	"$top/tests/archives/make" "$@" >archive
}

# A tree with everything that a directory of an ordinary user's can't hold, and more.
make_tree() {
	mkdir -p root/var/many root/etc
	tar -C root -xf "$rootfs"
	echo 999 >root/var/owned
	chown 999:998 root/var/owned
	chmod 2755 root/var/owned
	ln root/var/owned root/var/hard
	mknod root/var/null c 1 3
	mknod root/var/disk b 259 300
	mkfifo root/var/pipe
	cp "$(command -v busybox)" root/var/ping
	python3 - <<-'END'
		import os
		os.setxattr('root/var/ping', 'security.capability', bytes.fromhex('0100000200200000000000000000000000000000'))
		os.setxattr('root/var/many', 'user.note', b'x' * 300)
		open(b'root/var/\xff\xfe', 'w').close()
	END
	(cd root/var/many && seq 3000 | xargs touch)
	seq 100000 >root/var/seq
	head -c 300000 /dev/urandom >root/var/random
	truncate -s 5M root/var/sparse
	echo end >>root/var/sparse
	: >root/var/empty
	ln -s "$(printf '%200s' '' | tr ' ' l)" root/var/link
	chown -h 7:8 root/var/link
	touch -h -d '2001-02-03 04:05:06 UTC' root/var/link root/var/seq root/etc root/var
	tar -C root --xattrs --xattrs-include='*' -cf root.tar .
}

# describe DIRECTORY: each of its files in some lines
describe() {
	(cd "$1" && find . -mindepth 1 -printf '%P %y %m %U:%G %s %l %n %Ts\n' | sed -E 's/( d [0-9]+ [0-9:]+) [0-9]+/\1/' &&
		find . -type c -o -type b | xargs -r stat -c '%n %t:%T' && find . -type f -exec sha256sum {} + &&
		python3 - <<-'END') | LC_ALL=C sort
			import os
			for directory, below, files in os.walk(b'.'):
			    for path in [os.path.join(directory, name) for name in below + files]:
			        for name in os.listxattr(path, follow_symlinks=False):
			            print(ascii(path), name, os.getxattr(path, name, follow_symlinks=False).hex())
		END
}

test_all_of_a_layer_is_in_one_file_whoever_packs_it() {
	make_tree
	anybody import --root store -c 'CMD ["sh"]' root.tar base:1
	packed=$(echo store/layers/*)
	is "store/layers/$(sha256sum <root.tar | cut -d ' ' -f 1)" "$packed"
	is "$(stat -c %U "$packed")" nobody
	works unsquashfs -d unsquashed "$packed"
	describe root >wanted
	is "$(grep -c -e security.capability -e user.note wanted)" 2
	describe unsquashed | diff -u wanted - >differences || fail "$(cat differences)"
	mkdir mounted
	mount -o loop "$packed" mounted
	describe mounted | diff -u wanted - >differences || fail "$(cat differences)"
	is "$(cat mounted/var/many/* | wc -c)" 0
	umount mounted
}

test_two_runs_give_the_same_bytes() {
	make_tree
	archive docker --tag demo:1 --tag two
	for store in one two; do
		anybody load --root $store -i archive
		prints 'Loaded image: demo:1' 'Loaded image: two:latest'
		SOURCE_DATE_EPOCH=1000000000 anybody import --root $store root.tar base
		anybody import --root $store root other
		touch root.tar archive
	done
	works diff -r --no-dereference one two
	is "$(ls one/layers | wc -l)" 4
	is "$(find one -name '.*')" ''
	export LINKBOX_PATH="$PWD/one"
	is "$(ask inspect -f '{{ .Created }}' base)" 2001-09-09T01:46:40Z
	not test -e /nowhere
}

test_the_device_runs_it_and_writes_nothing() {
	make_tree
	anybody import --root store -c 'CMD ["stat", "-c", "%n %F %u:%g %a %t:%T", "/var/owned", "/var/null"]' root.tar base
	mount --bind store store
	mount -o remount,bind,ro store
	export LINKBOX_PATH="$PWD/store"
	linkbox run --rm --ephemeral base
	prints '/var/owned regular file 999:998 2755 0:0' '/var/null character special file 0:0 644 1:3'
	linkbox run -d --name one --ephemeral base idle
	is "$(ask exec one sh -c 'echo changed >/var/owned && cat /var/hard /var/owned' | sort -u)" '999
changed'
	linkbox rm -f one
	is "$(find "$LINKBOX_STATE" -mindepth 1)" ''
	linkbox save -o saved.tar base
	linkbox history base
	fails_with 1 docker rmi base
	warns 'read-only store'
	mkdir saved
	tar -xOf saved.tar "$(tar -tf saved.tar | grep layer.tar)" | tar -C saved --xattrs --xattrs-include='*' -xf -
	describe saved >wanted
	describe root | diff -u wanted - >differences || fail "$(cat differences)"
}

test_upper_layers_hide_what_is_below() {
	image
	linkbox run --name one busybox sh -c 'rm /etc/group /bin/vi; rm -r /www; mkdir /www; echo new >/www/new
		mv /home/alice /home/bob; chown 999 /srv; ln -s /etc /config'
	linkbox commit one two
	linkbox run --name two two sh -c 'echo again >/etc/group; rm -r /www; ln /etc/group /www'
	linkbox commit two three
	linkbox save -o three.tar three
	linkbox create --name three three
	linkbox export -o wanted.tar three
	chmod 644 three.tar
	id=$(tar -xOf three.tar manifest.json | jq -r '.[0].Config' | cut -d . -f 1)
	anybody load --root store -i three.tar
	is "$(ls store/layers | wc -l)" 3
	is "$(ls store/images)" "$id"
	rm -r "${LINKBOX_STATE:?}"/*
	export LINKBOX_PATH="$PWD/store"
	linkbox create --name two three
	linkbox export -o found.tar two
	for tree in wanted found; do
		mkdir $tree
		tar -C $tree -xf $tree.tar
	done
	describe wanted >one
	describe found | diff -u one - >differences || fail "$(cat differences)"
}

test_it_is_for_another_machine() {
	archive oci --platforms s390x --platforms amd64 --tag demo
	call setarch i686 "$LINKBOX" load --root store -i archive
	is "$status" 1
	warns 'no image for this machine'
	call setarch i686 "$LINKBOX" load --root store --platform linux/amd64 -i archive
	is "$status" 0
	chmod -R a+rwX store
	make_tree
	anybody import --root store --platform linux/arm/v7 root.tar base
	export LINKBOX_PATH="$PWD/store"
	is "$(ask inspect -f '{{ .Architecture }}' demo base)" 'amd64
arm'
	fails_with 1 load --platform linux/arm64 -i archive
	warns 'linkbox: --platform is not supported without --root'
	fails_with 1 load --root store --platform vax -i archive
	warns 'invalid argument "vax" for "--platform" flag'
}

test_an_image_in_place_is_found_where_the_tree_ends_up() {
	mkdir -p target/usr/share target/usr/lib root
	chmod -R 777 target
	tar -C root -xf "$rootfs"
	mksquashfs root target/usr/share/web.squashfs -quiet -no-progress
	anybody import --root target/usr/lib/store --in-place -c 'CMD echo runs' target/usr/share/web.squashfs web
	is "$(ls target/usr/lib/store/layers)" ''
	mv target device
	export LINKBOX_PATH="$PWD/device/usr/lib/store"
	linkbox run --rm web
	prints runs
}

test_what_is_wrong_is_refused_and_nothing_stays() {
	python3 - <<-'END'
		import tarfile
		def make(name, *entries, **records):
		    with tarfile.open(name, 'w', format=tarfile.PAX_FORMAT) as tar:
		        for path, kind, link in entries:
		            entry = tarfile.TarInfo(path)
		            entry.type, entry.linkname = kind, link
		            entry.pax_headers = records if kind == b'0' else {}
		            tar.addfile(entry)
		make('out.tar', ('../out', b'0', ''))
		make('through.tar', ('a', b'2', '/etc'), ('a/b', b'0', ''))
		make('nowhere.tar', ('a', b'1', 'b'))
		make('directory.tar', ('a', b'5', ''), ('b', b'1', 'a'))
		make('long.tar', ('n' * 300, b'0', ''))
		make('deep.tar', ('a/' + 'n' * 400 + '/b', b'0', ''))
		make('far.tar', ('a', b'2', 't' * 8000))
		make('attribute.tar', ('a', b'0', ''), **{'SCHILY.xattr.user.' + 'x' * 251: 'y'})
		make('fits.tar', ('a', b'0', ''), ('b', b'2', 't' * 4095), **{'SCHILY.xattr.user.' + 'x' * 250: 'y'})
	END
	for bad in 'out the name leads out' 'through names go through this symbolic link' \
		'nowhere it is a link to something that is not in the layer' 'directory it is a link to a directory' \
		'long name too long' 'deep name too long' 'far name too long' 'attribute pack attribute.tar: a: '; do
		fails_with 1 docker import --root store "${bad%% *}.tar"
		warns "${bad#* }"
		is "$(find store -type f -o -name '.*')" ''
		is "$(wc -l <"$stderr")" 1
	done
	linkbox import --root store fits.tar
	works unsquashfs -d fits store/layers/*
	is "$(readlink fits/b | wc -c)" 4096
	make_tree
	mkdir full
	mount -t tmpfs -o size=200k tmpfs full
	fails_with 1 docker import --root full/store root.tar
	warns "no space left in $PWD/full/store"
	is "$(find full -type f -o -name '.*')" ''
	fails_with 1 docker import --root /proc/store root.tar
	warns 'open /proc/store: '
}
