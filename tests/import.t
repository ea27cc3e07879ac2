#!/bin/sh
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

before_each() {
	mkdir -p root/etc root/bin
	echo hello >root/etc/greeting
	tar -C root -cf root.tar .
}

only() {
	ls "$LINKBOX_STATE/$1"
}

config() {
	ask inspect -f "{{ json .Config.$1 }}" "$2"
}

test_prints_the_id_and_gives_the_name() {
	linkbox import root.tar demo:1
	prints_like 'sha256:[0-9a-f]{64}'
	is "$(cat "$stdout")" "sha256:$(only images)"
	is "$(sha256sum <"$LINKBOX_STATE/images/$(only images)/config.json")" "$(only images)  -"
	is "$(sha256sum <root.tar)" "$(only layers)  -"
	is "$(cat "$LINKBOX_STATE/layers"/*/etc/greeting)" hello
	is "$(ask images -q --no-trunc demo:1)" "sha256:$(only images)"
}

test_reads_gzip_and_standard_input() {
	gzip -k root.tar
	linkbox import root.tar.gz
	linkbox import - <root.tar
	cat root.tar.gz | linkbox import -
	is "$(sha256sum <root.tar)" "$(only layers)  -"
	is "$(ask images -q | wc -l)" 3
}

test_gzip_may_be_of_several_members() {
	head -c 5000 root.tar | gzip >root.tar.gz
	tail -c +5001 root.tar | gzip >>root.tar.gz
	linkbox import root.tar.gz
	is "$(sha256sum <root.tar)" "$(only layers)  -"
}

test_an_image_runs() {
	linkbox import -c 'CMD ["cat", "/etc/passwd"]' "$rootfs" demo
	linkbox run --rm demo
	shows '^alice:'
}

test_takes_changes() {
	linkbox import -c 'CMD ["a", "b c"]' -c 'ENTRYPOINT sh it' -c 'ENV A=1 B="x y" C=z\ z' --change 'env D the rest' \
		-c 'ENV A=2' -c 'WORKDIR /w' -c 'WORKDIR v' -c 'USER u:g' -c 'EXPOSE 5000 53/udp 8000-8002/tcp' \
		-c 'LABEL "com.example"="a b" c=d' -c 'VOLUME /data /more' -c 'VOLUME ["/x y"]' -c 'STOPSIGNAL SIGINT' \
		root.tar demo
	is "$(config Cmd demo)" '["a","b c"]'
	is "$(config Entrypoint demo)" '["/bin/sh","-c","sh it"]'
	is "$(config Env demo)" '["B=x y","C=z z","D=the rest","A=2"]'
	is "$(config WorkingDir demo)" '"/w/v"'
	is "$(config User demo)" '"u:g"'
	is "$(config Labels demo)" '{"c":"d","com.example":"a b"}'
	is "$(config Volumes demo)" '{"/data":{},"/more":{},"/x y":{}}'
	is "$(config StopSignal demo)" '"SIGINT"'
	is "$(grep ^expose= "$LINKBOX_STATE/images/$(only images)/record")" 'expose=udp 53 53
expose=tcp 5000 5000
expose=tcp 8000 8002'
}

test_refuses_changes_that_are_none() {
	for change in 'RUN x' 'ONBUILD USER x'; do
		fails_with 1 docker import -c "$change" root.tar
		says "Error response from daemon: $(echo "${change%% *}" | tr A-Z a-z) is not a valid change command"
	done
	refuses import -c 'EXPOSE x' root.tar
	says 'linkbox: Invalid containerPort: x'
	refuses import -c 'ENV x' root.tar
	says 'linkbox: ENV must have two arguments'
	refuses import -c 'ENV a=b c' root.tar
	says 'linkbox: Syntax error - can'\''t find = in "c". Must be of the form: name=value'
	refuses import -c 'WORKDIR' root.tar
	says 'linkbox: WORKDIR requires exactly one argument'
	not test -e "$LINKBOX_STATE/layers"
}

test_takes_a_message() {
	linkbox import root.tar one
	linkbox import -m 'by hand' - two <root.tar
	is "$(ask inspect -f '{{ .Comment }}' one)" 'Imported from -'
	is "$(ask inspect -f '{{ .Comment }}' two)" 'by hand'
}

test_copies_a_directory() {
	mkdir root/other
	mount -t tmpfs tmpfs root/other
	touch root/other/not_this
	ln root/etc/greeting root/etc/hard
	ln -s /etc/greeting root/etc/link
	chown 12:34 root/etc/greeting
	chmod 4750 root/etc/greeting
	mknod root/null c 1 3
	mkfifo root/pipe
	python3 -c 'import os; os.setxattr("root/etc/greeting", "user.note", b"hello"); open(b"root/\xff", "w")'
	touch -d '2001-02-03 04:05:06.789 UTC' root/etc/greeting root/etc
	linkbox import root demo
	cd "$LINKBOX_STATE/layers"/*
	is "$(find . -printf '%p %y %m %U:%G %l\n' | LC_ALL=C sort)" "$(cd "$OLDPWD/root" &&
		find . ! -name not_this -printf '%p %y %m %U:%G %l\n' | LC_ALL=C sort)"
	is "$(stat -c %i etc/hard)" "$(stat -c %i etc/greeting)"
	is "$(stat -c %t:%T null)" 1:3
	is "$(TZ=UTC stat -c %y etc etc/greeting)" '2001-02-03 04:05:06.789000000 +0000
2001-02-03 04:05:06.789000000 +0000'
	is "$(python3 -c 'import os; print(os.getxattr("etc/greeting", "user.note"))')" "b'hello'"
}

test_uses_a_directory_in_place_and_never_writes_to_it() {
	mkdir place
	tar -C place -xf "$rootfs"
	before=$(find place -printf '%p %T@ %C@\n' | sort)
	linkbox import --in-place -c 'CMD ["touch", "/etc/new"]' place demo
	is "$(only layers 2>/dev/null)" ''
	linkbox run --name web demo
	is "$(find place -printf '%p %T@ %C@\n' | sort)" "$before"
	fails_with 1 import --in-place root.tar
	warns 'it is neither a directory, nor a squashfs or erofs'
}

test_whiteouts_have_nothing_to_hide() {
	touch root/etc/.wh.gone root/etc/.wh..wh..opq
	tar -C root -cf root.tar .
	linkbox import root.tar
	is "$(ls -A "$LINKBOX_STATE/layers"/*/etc)" greeting
}

test_refuses_what_is_no_root_file_system() {
	head -c 2000 root.tar >short
	refuses import short
	gzip -c root.tar | head -c 150 >short
	refuses import short
	warns 'its gzip data is cut off'
	gzip -c root.tar >flipped
	printf 'X' | dd of=flipped bs=1 seek=60 conv=notrunc
	refuses import flipped
	echo junk >junk
	refuses import junk
	refuses import /dev/null
	refuses import nothing
	says 'linkbox: open nothing: no such file or directory'
	refuses import http://example.com/root.tar
	warns 'linkbox downloads nothing'
	refuses import root.tar Demo
	says 'linkbox: invalid reference format: repository name must be lowercase'
	is "$(find "$LINKBOX_STATE" -mindepth 2)" ''
}

test_names_that_lead_out_are_refused() {
	python3 - <<-'END'
		import tarfile
		with tarfile.open('evil.tar', 'w') as tar:
		    tar.addfile(tarfile.TarInfo('../pwned'))
	END
	refuses import evil.tar
	warns 'leads out'
	is "$(find "$LINKBOX_STATE" -mindepth 2)" ''
}
