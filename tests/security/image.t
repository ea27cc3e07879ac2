#!/bin/sh
# An image that is hostile in every way at once, and then in each that is left when the others are refused.
# shellcheck source=tests/lib.sh
[ "${box-}" ] || . "$(dirname "$0")/../lib.sh"

before_each() {
	# where a defence is missing, neither the machine that tests it nor its linkbox shall suffer
	mount -o remount,bind,ro /
	mkdir outside root
	echo ours >outside/file
	cp "$LINKBOX" before
	cp "$LINKBOX" linkbox
	LINKBOX=$PWD/linkbox
	tar -C root -xf "$rootfs"
	cd root
	printf '#!/proc/self/exe load\n' >entry
	chmod 4755 entry
	printf '%s\n' 'root:x:4294967296:0::/:' 'huge:x:4294967295:4294967295::/:/bin/sh' 'minus:x:-1:-1::/:/bin/sh' \
		'wrap:x:18446744073709551616:0::/:/bin/sh' 'big:x:2147483648:2147483648::/:/bin/sh' \
		"$(printf '\033]2;pwned\007:x:0:0::/:/bin/sh')" "$(head -c 300000 /dev/zero | tr '\0' x)" 'fine:x:1000:1000::/:/bin/sh' >etc/passwd
	printf '%s\n' 'root:x:4294967296:fine' 'wheel:x:-1:fine' "many:x:5:$(seq -s, -f user%g 20000)" 'crew:x:2000:fine' >etc/group
	touch "$(printf '\033]2;pwned\007\033[2J')" "$(printf 'a\nb\rc')"
	cd ..
}

nothing_came_out() {
	is "$(find "$box/scratch/outside" -printf '%P %y %m %s\n' | sort)" ' d 755 60
file f 644 5'
	is "$(cat "$box/scratch/outside/file")" ours
	cmp "$LINKBOX" "$box/scratch/before"
	not test -e /host
}

evil() {
	tar -C root -cf evil.tar .
	linkbox import -c "$1" evil.tar evil
}

# hostile OPTION...: it runs, or is refused, and what is said does not talk to the terminal
hostile() {
	call "$LINKBOX" run --rm "$@" </dev/null
	[ "$status" -lt 128 ]
	[ "$(wc -l <"$stderr")" -le 30 ]
	is "$(tr -cd '\000-\010\013-\037\177' <"$stderr" | wc -c)" 0
	nothing_came_out
}

test_all_at_once() {
	ln -s "$PWD/outside" root/dev
	mv root/etc/passwd root/etc/group root/
	rm -r root/etc
	ln -s / root/etc
	echo file >root/proc
	evil 'ENTRYPOINT ["/entry"]'
	hostile evil
	remember_traces
	hostile --init evil
	hostile -t evil
	hostile -u huge -w /proc/self/fd/3 evil
	leaves_no_trace
}

test_etc_a_link_to_the_root() {
	cp root/etc/passwd root/etc/group root/
	rm -r root/etc
	ln -s / root/etc
	evil 'ENTRYPOINT []'
	hostile evil cat /etc/hostname /hosts
	is "$status" 0
	for file in passwd group hosts; do
		rm -f root/$file
		mkfifo root/$file
		evil 'ENTRYPOINT []'
		hostile evil id
		rm root/$file
		mknod root/$file c 1 5
		evil 'ENTRYPOINT []'
		hostile evil id
		rm root/$file
		ln -s "$PWD/outside/file" root/$file
		evil 'ENTRYPOINT []'
		hostile evil id
	done
}

test_an_entrypoint_that_is_our_own_program() {
	evil 'ENTRYPOINT ["/entry"]'
	hostile evil
	hostile --init evil
	hostile -i evil
}

test_ids_that_are_none_never_become_root() {
	evil 'ENTRYPOINT []'
	for user in huge minus wrap big; do
		hostile -u "$user" evil id -u
		isnt "$status" 0
	done
	for user in 2147483648 4294967295 4294967296 18446744073709551616 -1 +0 0x0 '0 ' ' 0' 0junk 1e0 99999999999999999999; do
		hostile -u "$user" evil id -u
		isnt "$status" 0
		hostile -u "fine:$user" evil id -g
		isnt "$status" 0
	done
	linkbox run --rm -u fine evil id
	shows '^uid=1000.* gid=1000.* groups=1000[^,]*,2000[^,]*$'
	linkbox run -d --name web evil sleep 1000
	for user in 4294967296 0junk +1 '1 '; do
		fails_with 126 exec -u "$user" web id -u
	done
	linkbox exec -u fine web cat /proc/self/status
	shows '^Groups:.1000 2000 $'
}

test_ten_thousand_whiteouts() {
	python3 - <<-'END' >whiteouts.tar
		import io, sys, tarfile
		out = tarfile.open(fileobj=sys.stdout.buffer, mode='w|')
		for i in range(5000):
		    for name in ('.wh.' + 'n%d' % i, 'd%d/.wh..wh..opq' % (i % 50)):
		        out.addfile(tarfile.TarInfo(name))
		out.close()
	END
	mkdir image
	sum=$(sha256sum <whiteouts.tar | cut -c 1-64)
	mv whiteouts.tar "image/$sum.tar"
	printf '{"architecture":"amd64","os":"linux","config":{"Cmd":["x"]},"rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}' "$sum" >image/c.json
	printf '[{"Config":"c.json","RepoTags":["w:1"],"Layers":["%s.tar"]}]' "$sum" >image/manifest.json
	tar -C image -cf image.tar .
	linkbox load -i image.tar
	fails_with 127 run --rm w:1
	linkbox rmi w:1
	is "$(ls "$LINKBOX_STATE/layers")" ''
}

# many_layers COUNT WHITEOUTS: an archive of busybox below that many layers, each of which hides that many names
many_layers() {
	python3 - "$rootfs" "$@" <<-'END'
		import hashlib, io, json, sys, tarfile
		count, whiteouts = int(sys.argv[2]), int(sys.argv[3])
		layers = [open(sys.argv[1], 'rb').read()]
		for n in range(count):
		    layer = io.BytesIO()
		    with tarfile.open(fileobj=layer, mode='w') as out:
		        for i in range(whiteouts // 2):
		            for name in ('bin/.wh.n%d.%d' % (n, i), 'd%d/.wh..wh..opq' % i):
		                out.addfile(tarfile.TarInfo(name))
		    layers.append(layer.getvalue())
		config = json.dumps(dict(architecture='amd64', os='linux', config=dict(Cmd=['ls', '/']), rootfs=dict(type='layers',
		    diff_ids=['sha256:' + hashlib.sha256(layer).hexdigest() for layer in layers]))).encode()
		with tarfile.open('many.tar', 'w') as out:
		    def add(name, data):
		        entry = tarfile.TarInfo(name)
		        entry.size = len(data)
		        out.addfile(entry, io.BytesIO(data))
		    for i, layer in enumerate(layers):
		        add('%d.tar' % i, layer)
		    add('c.json', config)
		    add('manifest.json', json.dumps([dict(Config='c.json', RepoTags=['many:1'],
		        Layers=['%d.tar' % i for i in range(len(layers))])]).encode())
	END
}

test_hundreds_of_layers_full_of_whiteouts_run_or_are_refused() {
	many_layers 100 100
	linkbox load -i many.tar
	linkbox run --rm many:1
	shows '^bin$'
	linkbox rmi many:1
	is "$(ls "$LINKBOX_STATE/layers")" ''
	many_layers 1000 10
	call "$LINKBOX" load -i many.tar
	[ "$status" -lt 2 ] && [ "$(wc -l <"$stderr")" -le 1 ]
	call "$LINKBOX" run --rm many:1
	[ "$status" -lt 128 ] && [ "$(wc -l <"$stderr")" -le 1 ]
	nothing_came_out
	call "$LINKBOX" rmi many:1
	is "$(ls "$LINKBOX_STATE/layers")" ''
	is "$(awk '$5 ~ /linkbox|layers|overlay/' /proc/self/mountinfo | grep -c overlay)" 0
}

test_what_an_image_says_of_itself_is_kept_apart() {
	evil 'ENTRYPOINT []'
	for change in 'WORKDIR /../../../../../..' 'WORKDIR /proc/self/root/..' 'USER root:4294967296' 'USER 0:0:0' \
		'VOLUME /proc' 'VOLUME /../../..' 'VOLUME /dev/../proc/sys' 'EXPOSE 99999' 'STOPSIGNAL 999' 'ENV =x' 'LABEL x='; do
		call "$LINKBOX" import -c "$change" evil.tar evil2
		[ "$status" = 0 ] || continue
		hostile evil2 true
		linkbox rmi -f evil2
	done
}
