#!/bin/sh
# Bash is asked as it asks itself: it cuts the line into words, and calls what `complete` names.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

before_each() {
	command -v bash >/dev/null || skip 'needs bash'
	ln -s "$LINKBOX" "$box/bin/linkbox"
	PATH=$box/bin:$PATH
	cat >"$box/ask.bash" <<-'END'
		compopt() { echo "compopt $*" >>"$0.options"; }
		source <(linkbox completion bash)
		COMP_LINE=$1 COMP_POINT=${2:-${#1}}
		rest=$COMP_LINE COMP_WORDS=() COMP_CWORD=-1 at=0
		while [[ $rest =~ ^([[:blank:]]*)(\"[^\"]*\"?|\'[^\']*\'?|[:=]+|([^[:blank:]:=\"\']|\"[^\"]*\"|\'[^\']*\')+) ]]; do
			((at += ${#BASH_REMATCH[1]})); ((at < COMP_POINT)) && ((++COMP_CWORD))
			((at += ${#BASH_REMATCH[2]}))
			COMP_WORDS+=("${BASH_REMATCH[2]}")
			rest=${rest:${#BASH_REMATCH[0]}}
		done
		[[ ${COMP_LINE:0:COMP_POINT} != *[[:blank:]] ]] || COMP_WORDS[++COMP_CWORD]=
		how=$(complete -p -- "${COMP_WORDS[0]}") || exit 9
		[[ $how == *'-F _linkbox '* ]] || exit 8
		_linkbox "${COMP_WORDS[0]}"
		((${#COMPREPLY[@]} == 0)) || printf '%s\n' "${COMPREPLY[@]}"
	END
}

# completes LINE CANDIDATE...: with the cursor at the end of the line, just these are offered
completes() {
	rm -f "$box/ask.bash.options"
	bash "$box/ask.bash" "$1" >"$stdout" 2>"$stderr" || fail "status $?: $1: $(cat "$stderr")"
	says
	shift
	sort -o "$stdout" "$stdout"
	prints "$@"
}

# offers LINE CANDIDATE...: these are among what is offered
offers() {
	bash "$box/ask.bash" "$1" >"$stdout" || fail "status $?: $1"
	shift
	for candidate; do
		grep -qxF -e "$candidate" "$stdout" || fail "not offered: $candidate
$(cat "$stdout")"
	done
}

containers() {
	image
	linkbox create --name asleep busybox
	linkbox run -d --name awake busybox
}

test_applets_are_completed() {
	completes 'linkbox ren' rename
	completes 'linkbox rm' rm rmi
	# shellcheck disable=SC2046
	offers 'linkbox ' $(ask --list)
	not grep -x monitor "$stdout"
	not grep -- -- "$stdout"
	completes 'linkbox --' --help --install --list --version
	completes 'linkbox help ren' rename
	completes 'linkbox frobnicate '
}

test_every_option_that_help_shows_is_completed_and_no_other() {
	for applet in $(ask --list); do
		linkbox "$applet" --help
		sed -n 's/^  .*\(--[a-z0-9-]*\) .*/\1/p' "$stdout" >wanted
		echo --help >>wanted
		bash "$box/ask.bash" "linkbox $applet --" | sort >"$stdout"
		sort -u wanted | works diff - "$stdout"
	done
	completes 'linkbox rm -' --force --help --link --volumes -f -l -v
}

test_containers_are_completed_as_the_applet_wants_them() {
	containers
	completes 'linkbox inspect a' asleep awake
	completes 'linkbox rm -f aw' awake
	completes 'linkbox rm asleep aw' awake
	completes 'linkbox start ' asleep
	completes 'linkbox stop ' awake
	completes 'linkbox exec -it ' awake
	completes 'linkbox exec awake '
	completes 'linkbox logs ' asleep awake
	completes 'linkbox logs awake '
	completes 'linkbox container inspect a' asleep awake
}

test_images_are_completed() {
	image
	linkbox tag busybox box:one
	completes 'linkbox run ' box:one busybox
	completes 'linkbox run -it --rm b' box:one busybox
	completes 'linkbox rmi box' box:one
	completes 'linkbox rmi box:' one
	completes 'linkbox rmi busybox:l' latest
	completes 'linkbox run busybox b'
	completes 'linkbox run busybox -'
	completes 'linkbox image rm bu' busybox
	linkbox create --name both busybox
	completes 'linkbox inspect bo' both box:one
}

test_values_of_options_are_completed() {
	containers
	completes 'linkbox run --link a' asleep awake
	completes 'linkbox run --link=as' asleep
	completes 'linkbox run --network ' bridge container: host none
	is "$(sort -u "$box/ask.bash.options")" 'compopt -o nospace'
	completes 'linkbox run --network=container:' asleep awake
	completes 'linkbox run --network container:aw' awake
	completes 'linkbox ps --filter st' status=
	completes 'linkbox ps -f status=ex' exited
	completes 'linkbox ps --filter=status=r' removing restarting running
	completes 'linkbox images -f dangling=' false true
	completes 'linkbox kill -s TE' TERM
	completes 'linkbox inspect --type ' container image volume
	completes 'linkbox ps --all=' false true
	CURIOUS=1 && export CURIOUS
	completes 'linkbox run -e CURI' CURIOUS
}

test_a_value_is_no_operand() {
	containers
	completes 'linkbox run --name x -p 80:80 -e "A=b c" busy' busybox
	completes 'linkbox run --name=x -dit busy' busybox
	completes 'linkbox run -w/tmp busy' busybox
	completes 'linkbox rm -- as' asleep
}

test_volumes_are_completed() {
	linkbox volume create data
	linkbox volume create other
	completes 'linkbox volume ' create inspect ls prune rm
	completes 'linkbox volume rm ' data other
	completes 'linkbox volume rm --f' --force
	completes 'linkbox volume create '
	completes 'linkbox volume inspect da' data
	completes 'linkbox run -v da' data:
	completes 'linkbox volume ls -f d' dangling= driver=
	completes 'linkbox volume frob '
}

test_files_are_left_to_the_shell() {
	mkdir 'a folder'
	touch 'a file' other
	completes 'linkbox load -i a' 'a file' 'a folder'
	is "$(sort -u "$box/ask.bash.options")" 'compopt -o filenames'
	completes 'linkbox load --input=o' other
	completes 'linkbox import ' 'a file' 'a folder' other
	completes 'linkbox run -v o' other
	completes 'linkbox run -v other:o'
}

test_the_cursor_may_stand_within_the_line() {
	containers
	bash "$box/ask.bash" 'linkbox stop aw --time 3' 15 >"$stdout"
	prints awake
}

test_other_names_complete_too() {
	containers
	for name in docker ps stop lb-stop; do
		ln -s "$LINKBOX" "$box/bin/$name"
	done
	completes 'docker ren' rename
	completes 'docker stop a' awake
	completes 'stop a' awake
	completes 'ps --no' --no-trunc
	completes 'lb-stop a' awake
	completes 'lb-rename a' asleep awake
}

test_names_of_other_programs_are_left_alone() {
	ln -s /bin/true "$box/bin/docker"
	is "$(bash "$box/ask.bash" 'docker ren' 2>/dev/null || echo $?)" 9
	is "$(bash "$box/ask.bash" 'ps ' 2>/dev/null || echo $?)" 9
	is "$(bash "$box/ask.bash" 'kill ' 2>/dev/null || echo $?)" 9
}

test_the_shell_keeps_its_functions() {
	is "$(bash -c 'source <(linkbox completion bash); compgen -A function')" _linkbox
}

test_in_a_terminal_the_tab_key_completes() {
	command -v script >/dev/null || skip 'needs script, of bsdutils'
	containers
	cat >rc <<-'END'
		PS1='$ '
		bind 'set enable-bracketed-paste off'
		eval "$(linkbox completion bash)"
	END
	{ sleep 1; printf 'linkbox sto\taw\t\n'; sleep 2; printf 'exit\n'; sleep 1; } |
		TERM=dumb script -qec 'bash --noprofile --rcfile rc -i' /dev/null >"$stdout" || :
	shows '^awake.?$'
	is "$(state_of awake)" exited
}

test_ash_completes_the_names_that_install_makes() {
	command -v busybox >/dev/null && command -v script >/dev/null || skip 'needs busybox and script'
	image
	linkbox create --name one busybox
	linkbox --install --prefix lb- "$box/bin"
	{ sleep 1; printf 'lb-ren\t one two\n'; sleep 1; printf 'exit\n'; sleep 1; } |
		TERM=dumb script -qec 'busybox ash -i' /dev/null >"$stdout" || :
	is "$(ask ps -a --format '{{.Names}}')" two
	fails_with 1 completion ash
	warns 'linkbox --install --prefix lb-'
}

test_other_shells_are_refused() {
	fails_with 1 completion zsh
	says 'linkbox: no completion for zsh: there is one for bash'
	refuses completion
	refuses completion bash more
}

test_what_is_amiss_stays_out_of_the_line() {
	echo nonsense=1 >"$LINKBOX_CONF"
	completes 'linkbox ren' rename
	rm -rf "$LINKBOX_STATE"
	: >"$LINKBOX_STATE"
	completes 'linkbox rm '
	completes 'linkbox rmi '
}
