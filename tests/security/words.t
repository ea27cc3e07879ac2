#!/bin/sh
# Words that turn up elsewhere than where they were said: in paths, in files of others, on a terminal.
# shellcheck source=tests/lib.sh
[ "${box-}" ] || . "$(dirname "$0")/../lib.sh"

before_each() {
	image
}

long=$(head -c 4096 /dev/zero | tr '\0' n)

# --- names of containers and images are parts of paths

test_no_name_of_a_container_is_a_path() {
	for name in .. . ../x ../../x a/../b a/b /../x "$long" -x -- "$(printf 'a\nb')" 'a b' a: 'a=b' "$(printf 'a\tb')" '*' '$x' ''; do
		refuses create --name "$name" busybox
		refuses create --hostname "$name/x" busybox
	done
	linkbox create --name web busybox
	refuses rename web ../x
	refuses rename web "$(printf 'x\ny')"
	is "$(ls "$LINKBOX_STATE/containers" | wc -l)" 1
	[ "$(ls "$LINKBOX_RUN/names" | wc -l)" -le 2 ]
}

test_no_reference_to_a_container_is_a_path() {
	linkbox run -d --name web busybox
	id=$(ls "$LINKBOX_STATE/containers")
	mkdir -p "$box/trap"
	cp -r "$LINKBOX_STATE/containers/$id/." "$box/trap"
	before=$(stored)
	for reference in .. . ../containers "../../trap" "$box/trap" "../containers/$id" "web/../$id" "$id/" "$id/../$id" "" / '*' "$long" \
		"$(printf 'web\n')x"; do
		for verb in inspect start stop kill restart rm wait logs port attach 'exec' rename; do
			more=
			[ "$verb" != exec ] || more=true
			[ "$verb" != rename ] || more=other
			# shellcheck disable=SC2086
			refuses $verb "$reference" $more
		done
		refuses run --net "container:$reference" busybox true
		refuses run --link "$reference:db" busybox true
	done
	is "$(stored)" "$before"
	is "$(state_of web)" running
}

test_no_name_of_an_image_is_a_path() {
	before=$(stored)
	for name in .. ../x ../../../x /x x/../../y "$box/x" 'x:../../y' 'x@sha256:../../x' './x' 'x/' 'x//y' "$long" 'X' 'a b' "$(printf 'a\nb')"; do
		refuses tag busybox "$name"
		refuses run "$name" true
		refuses rmi "$name"
		refuses import "$rootfs" "$name"
	done
	is "$(stored | grep -v /layers/)" "$(printf '%s\n' "$before" | grep -v /layers/)"
}

# --- what becomes a line of /etc/hosts, or a variable, of another

test_nothing_smuggles_a_line_into_hosts() {
	linkbox run -d --name db --expose 5432 busybox
	for word in 'a b' "$(printf 'a\n6.6.6.6 bank')" "$(printf 'a\t6.6.6.6')" 'a#' "$(printf 'a\rb')" "$(printf 'a\033[2J')" '' ' ' 'a/b'; do
		[ "$word" = 'a/b' ] || refuses run --rm --link "db:$word" busybox true
		refuses run --rm --hostname "$word/" busybox true
		[ -z "$word" ] || refuses run --rm --hostname "$word" busybox true
		[ "$word" = 'a/b' ] || refuses run --rm --add-host "$word:1.2.3.4" busybox true
		[ "$word" = 'a/b' ] || refuses run --rm --dns "$word" busybox true
	done
	refuses run --rm --add-host "$(printf 'a:1.2.3.4\n6.6.6.6 bank')" busybox true
	refuses run --rm --dns "$(printf '1.2.3.4\nnameserver 6.6.6.6')" busybox true
	refuses run --rm --dns-search "$(printf 'a\nnameserver 6.6.6.6')" busybox true
	refuses run --rm --dns-opt "$(printf 'ndots:1\nx')" busybox true
	refuses run --rm --dns-option "$(printf 'ndots:1\nnameserver 6.6.6.6')" busybox true
	linkbox ps -aq
	is "$(wc -l <"$stdout")" 1
}

test_a_source_does_not_set_the_variables_of_its_consumer() {
	refuses run -d -e =x busybox
	linkbox run -d --name db --expose 5432 -e "$(printf 'X=1\nLD_PRELOAD=/evil.so')" -e LD_PRELOAD=/evil.so busybox
	linkbox run --rm --link db busybox cat /proc/self/environ
	tr '\n\0' ' \n' <"$stdout" >lines
	cp lines "$stdout"
	lacks '^LD_PRELOAD='
	shows '^PATH=/usr/local/sbin:'
	shows '^DB_ENV_LD_PRELOAD=/evil.so$'
	shows '^DB_ENV_X=1 LD_PRELOAD=/evil.so$'
}

test_nothing_smuggles_a_key_into_a_record() {
	refuses run -d --name web -e "$(printf 'X=1\nuser=0\nbind=rw\t/\t/host')" -l "$(printf 'k=v\nread_only=yes')" \
		--entrypoint "$(printf 'sh\nbind=rw\t/\t/host')" busybox
	linkbox run -d --name other busybox sh -c "$(printf 'sleep 1000\nbind=rw\t/\t/host')"
	for record in "$LINKBOX_STATE"/containers/*/record; do
		not grep -E '^(bind|user|read_only)=' "$record"
	done
	refuses run -v "$(printf '/tmp:/x\nbind=rw\t/\t/host')" busybox true
	refuses run -v "$(printf '/tmp\t/:/x')" busybox true
	refuses run --tmpfs "$(printf '/x\nbind=rw\t/\t/host')" busybox ls /host
}

# --- what a container or an image says, shown on an administrator's terminal

# terminal ARGUMENT...: what a terminal gets of it, without colours, line ends, and the way back of a progress bar
terminal() {
	script -qefc "$(printf '"%s" ' "$LINKBOX" "$@")" /dev/null </dev/null >shown 2>&1 || :
	sed "s/$(printf '\033')\[[0-9;]*m//g; s/$(printf '\033\[A\033\[2K')//g" shown | tr -d '\r\n\t' | grep -aoP '[\x00-\x1f\x7f]|\xc2[\x80-\x9f]' | od -An -c
}

test_nothing_that_a_container_says_talks_to_the_terminal() {
	evil=$(printf '\033]2;pwned\007\033[2J\302\2332J\bx')
	linkbox import -c "CMD [\"sleep\", \"1000\"]" -c "LABEL x=\"$evil\"" -c "ENV X=\"$evil\"" -c 'STOPSIGNAL SIGKILL' "$rootfs" evil
	linkbox run -d --name web -l "k=$evil" -e "Y=$evil" evil sh -c "echo '$evil'; sleep 1000 # $evil"
	eventually logged web x
	silent logs web
	silent ps -a --no-trunc
	silent ps -a --format '{{.Command}} {{.Labels}}'
	silent inspect web
	silent inspect -f '{{.Config.Env}} {{.Config.Labels}} {{.Args}} {{json .Config.Cmd}}' web
	silent inspect -f '{{.Config.Labels}}' evil
	silent images -a
	silent ps --filter "label=k=$evil"
	silent exec web "$evil"
	silent exec -w "/$evil" web true
	silent exec -u "$evil" web true
	silent run "$evil"
	silent rm "$evil"
	silent events --since 0 --until 0s
	silent events --since 0 --until 0s --format '{{json .}}'
	silent events --since 0 --until 0s --format '{{.Actor.Attributes}} {{.Action}}'
	silent top web
	silent top web -eo args
	silent stats --no-stream
	silent port web "$evil"
	silent wait "$evil"
	silent kill -s "$evil" web
	silent update --restart "$evil" web
	silent run -p "$evil" evil
	silent run --link "$evil:db" evil
	silent run -v "$evil:/x" evil
	silent run -e "$evil" --env-file "/$evil" evil
	silent tag evil "$evil"
	silent "$evil"
	silent ps "--$evil"
	silent ps --filter "$evil=x"
	silent ps --format "{{$evil}}"
}

# A file's name is the container's or the image's choice.
test_no_name_of_a_file_talks_to_the_terminal() {
	evil=$(printf '\033]2;pwned\007\033[2J\302\2332J\bx')
	mkdir -p "root/$evil" bad
	tar -C root -xf "$rootfs"
	touch "root/$evil/$evil"
	tar -C root -cf "$evil.tar" .
	linkbox import -m "$evil" "$evil.tar" evil
	linkbox run -d --name web evil sh -c "echo >'/$evil/new$evil'; mkdir '/d$evil'; exec sleep 1000"
	eventually changed
	silent diff web
	silent cp web:/nothing"$evil" .
	silent cp "web:/$evil/$evil/x" .
	silent cp "$evil.tar" "web:/$evil/none/x/"
	linkbox commit -m "$evil" -a "$evil" -c "ENTRYPOINT [\"$evil\"]" web made
	silent history --no-trunc made
	silent history --no-trunc --format '{{.CreatedBy}} {{.Comment}}' made
	silent history --no-trunc --format '{{json .}}' made
	silent inspect made
	silent inspect -f '{{.Comment}} {{.Author}} {{.Config.Entrypoint}}' made
	silent run made
	silent run --entrypoint "/$evil" made
	silent run -w "/$evil/$evil" evil true
	silent import "$evil" other
	silent load -i "$evil.tar"
	silent load -i "$evil"
	silent import --in-place "$evil.tar"
	# an entry that is refused is named
	python3 - "$evil" <<-'END' >"bad/$evil.tar"
		import io, sys, tarfile
		out = tarfile.open(fileobj=sys.stdout.buffer, mode='w|')
		out.addfile(tarfile.TarInfo('../' + sys.argv[1]))
		out.close()
	END
	silent import "bad/$evil.tar" other
	silent import - other <"bad/$evil.tar"
	mkdir -p "$box/files"
	echo "$evil" >"$box/files/$evil.run"
	echo "provision=$box/files" >"$LINKBOX_CONF"
	silent apply
	silent apply --dry-run
	echo "$evil=$evil" >"$LINKBOX_CONF"
	silent info
	silent ps
}

changed() {
	"$LINKBOX" diff web | grep -q new
}

test_no_word_of_an_archive_talks_to_the_terminal() {
	python3 - <<-'END'
		import hashlib, io, json, os, tarfile
		evil = '\033]2;pwned\007\033[2J\x9b2J\bx'
		def add(out, name, data):
		    entry = tarfile.TarInfo(name)
		    entry.size = len(data)
		    out.addfile(entry, io.BytesIO(data))
		layer = io.BytesIO()
		with tarfile.open(fileobj=layer, mode='w') as out:
		    add(out, evil, os.urandom(3000000))
		layer = layer.getvalue()
		digest = 'sha256:' + hashlib.sha256(layer).hexdigest()
		def archive(path, tag, layer_name, digest, **config):
		    whole = dict(architecture='amd64', os='linux', config=config, rootfs=dict(type='layers', diff_ids=[digest]),
		                 history=[dict(created_by=evil, comment=evil, author=evil, created=evil)])
		    with tarfile.open(path, 'w') as out:
		        add(out, evil + '.tar', layer)
		        add(out, evil + '.json', json.dumps(whole).encode())
		        add(out, 'manifest.json', json.dumps([dict(Config=evil + '.json', RepoTags=[tag], Layers=[layer_name])]).encode())
		archive('good.tar', 'good:1', evil + '.tar', digest, Cmd=[evil], Labels={evil: evil}, User=evil, WorkingDir='/' + evil,
		        ExposedPorts={evil: {}}, Volumes={evil: {}}, StopSignal=evil)
		archive('tag.tar', evil, evil + '.tar', digest)
		archive('layer.tar', 'bad:1', evil, digest)
		archive('digest.tar', 'bad:1', evil + '.tar', evil)
		archive('other.tar', 'bad:1', evil + '.tar', 'sha256:' + '0' * 64)
	END
	for archive in good tag layer digest other; do
		silent load -i $archive.tar
	done
	call "$LINKBOX" images -q good:1
	[ ! -s "$stdout" ] || silent history good:1
}

# What the probe of a health check writes is kept and shown.
test_no_output_of_a_health_check_talks_to_the_terminal() {
	evil=$(printf '\033]2;pwned\007\033[2J\302\2332J\bx')
	linkbox run -d --name web --health-cmd "echo '$evil'; false" --health-interval 50ms --health-retries 1 busybox
	eventually said_something
	silent inspect web
	silent inspect -f '{{range .State.Health.Log}}{{.Output}}{{end}}' web
	silent events --since 0 --until 0s
}

said_something() {
	"$LINKBOX" inspect -f '{{len .State.Health.Log}}' web | grep -q '[1-9]'
}

silent() {
	[ -z "$(terminal "$@")" ] || fail "$1 $2 talks to the terminal: $(terminal "$@")"
	[ -s shown ]
}

# --- the caller's terminal (TIOCSTI, /dev/console)

test_a_container_has_no_hold_on_the_terminal_of_its_caller() {
	cat >ask <<-'END'
		for fd in 0 1 2; do
			[ -t $fd ] && echo "$fd is a terminal: $(readlink /proc/$$/fd/$fd)"
		done
		(exec 3<>/dev/tty) 2>/dev/null && echo "there is a controlling terminal"
		[ "$(cut -d ' ' -f 7 /proc/1/stat)" = 0 ] || echo 'process 1 has a terminal'
		[ "$(cut -d ' ' -f 6 /proc/$$/stat)" = "$$" ] || echo 'the session is of another'
		[ -e /dev/console ] && echo console
		echo asked
	END
	for way in run 'run -i' 'run --init'; do
		is "$(script -qefc "$LINKBOX $way --rm -v $PWD/ask:/ask busybox sh /ask" /dev/null </dev/null | tr -d '\r' | grep -v 'session is')" asked
	done
	is "$(script -qefc "$LINKBOX run --rm -v $PWD/ask:/ask busybox sh /ask" /dev/null </dev/null | tr -d '\r')" asked
	linkbox run -d --name web -v "$PWD/ask:/ask" busybox
	is "$(script -qefc "$LINKBOX exec web sh /ask" /dev/null </dev/null | tr -d '\r')" asked
	is "$(script -qefc "$LINKBOX exec -i web sh /ask" /dev/null </dev/null | tr -d '\r')" asked
	# with -t it is one of the container's own, in its own devpts
	script -qefc "$LINKBOX run --rm -t busybox sh -c 'readlink /proc/self/fd/0; ls /dev/pts; stat -c %t:%T /dev/console'" /dev/null </dev/null |
		tr -d '\r' >"$stdout"
	is "$(tr -s ' \n' ' ' <"$stdout")" '/dev/pts/0 0 ptmx 88:0 '
}
