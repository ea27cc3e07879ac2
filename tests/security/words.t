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

# terminal ARGUMENT...: what a terminal gets of it, without colours and line ends
terminal() {
	script -qefc "$(printf '"%s" ' "$LINKBOX" "$@")" /dev/null </dev/null >shown 2>&1 || :
	sed "s/$(printf '\033')\[[0-9;]*m//g" shown | tr -d '\r\n\t' | grep -aoP '[\x00-\x1f\x7f]|\xc2[\x80-\x9f]' | od -An -c
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
