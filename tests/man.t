#!/bin/sh
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

before_each() {
	"$top/config/man" "$LINKBOX" >linkbox.1
}

test_the_page_is_free_of_slips() {
	command -v mandoc >/dev/null || skip 'needs mandoc'
	works mandoc -T lint -W warning linkbox.1
	is "$(cat "$box/works")" ''
}

test_groff_reads_it_too() {
	command -v groff >/dev/null || skip 'needs groff'
	works groff -man -ww -z linkbox.1
	is "$(cat "$box/works")" ''
}

# options of a command's section, one a line: "-f, --force"
options_in_page() {
	awk -v name="$1" '
		/^\.S[SH]/ { inside = index($0, "\"linkbox " name " ") == 5 || index($0, "\"linkbox " name "\"") == 5 }
		inside && /^\\fB\\-/ { gsub(/\\f[BRI]/, ""); gsub(/\\-/, "-"); print }' linkbox.1
}

test_every_command_and_option_of_help_has_its_place() {
	for applet in $(ask --list) 'volume ls' 'volume prune'; do
		# shellcheck disable=SC2086
		linkbox $applet --help
		! grep -q '^Commands:' "$stdout" || continue
		sed -n 's/^  \(-., \|    \)\(--[^ ]*\( [^ ]\+\)\{0,1\}\)  .*/\1\2/p' "$stdout" | sed 's/^ *//; s/ *$//' >wanted
		options_in_page "$applet" >found
		works diff -u wanted found
		grep -q "^.SS \"linkbox $applet" linkbox.1 || fail "no section of $applet"
	done
}

test_what_an_option_means_stands_below_it() {
	command -v mandoc >/dev/null || skip 'needs mandoc'
	mandoc -T ascii linkbox.1 | sed 's/.\x08//g' >plain
	grep -A1 -- '-f, --follow' plain >"$stdout"
	shows '^ +Follow log output$'
	grep -A2 -- '--until string' plain | tr -s '\n ' ' ' >"$stdout"
	shows 'Show logs before a timestamp \(e.g. 2013-01-02T13:23:37Z\) or relative'
}

test_every_key_of_the_configuration_is_told() {
	sed -n 's/.*strcmp(key, "\([a-z_]*\)").*/\1/p' "$top/libcore/store/configuration.c" | sort -u >keys
	[ -s keys ] || fail 'no keys in configuration.c'
	while read -r key; do
		sed -n '/^\.SH FILES/,/^\.SH EX/p' linkbox.1 | grep -qx ".B $key" || fail "key $key is not told"
	done <keys
}

test_make_install_puts_page_and_completion_beside_the_binary() {
	command -v make >/dev/null || skip 'needs make'
	O=$(dirname "$LINKBOX")
	works make -s -C "$top" O="$O" PREFIX=/usr DESTDIR="$PWD/there" -o all -o "$O/linkbox" install
	is "$(cd there && find . -type f | sort)" './usr/bin/linkbox
./usr/share/bash-completion/completions/linkbox
./usr/share/man/man1/linkbox.1'
	works there/usr/bin/linkbox --version
	works bash -n there/usr/share/bash-completion/completions/linkbox
	works diff linkbox.1 there/usr/share/man/man1/linkbox.1
}
