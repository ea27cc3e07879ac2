#!/bin/sh
# Who may include whom: the floors of libcore (arrows only go down), and other promises about the
# sources that are kept by looking at them. A test prints the lines that break its rule.
#
# SPDX-License-Identifier: MIT
cd "$(dirname "$0")/.." || exit 1

# The sources in the folders given, without their comments: FILE:LINE:TEXT.
code() {
	find "$@" -name '*.[ch]' | sort | xargs -r awk '
		FNR == 1 { comment = 0 }
		{
			text = ""
			while ($0 != "") {
				if (comment) {
					end = index($0, "*/")
					$0 = end ? substr($0, end + 2) : ""
					comment = !end
				} else {
					start = index($0, "/*")
					text = text (start ? substr($0, 1, start - 1) : $0)
					$0 = start ? substr($0, start + 2) : ""
					comment = start > 0
				}
			}
			if (text ~ /[^ \t]/) print FILENAME ":" FNR ":" text
		}'
}

# The lines that include something which begins like the expression $1.
includes() {
	code applets libcore | grep -E ":[[:space:]]*#[[:space:]]*include[[:space:]]*[<\"]$1"
}

calls() { grep -E "(^|[^a-z_])($1) *\\("; }

not_in() { grep -vE "^($1):"; }

# sees_only FLOOR... - of ours, what is on the first floor includes that floor and the others named
sees_only() {
	floors=$(echo "$@" | tr ' ' '|')
	includes '[^"]*"' | grep "^libcore/$1/" | grep -vE "\"($floors)/([a-z]+/)?[a-z0-9_]+\.(h|tbl)\"" | grep '"' |
		while IFS= read -r line; do
			[ -e "libcore/$1/$(expr "$line" : '.*"\(.*\)"')" ] || echo "$line"
		done
}

test_base_sees_nothing()                 { sees_only base; }
test_kernel_sees_base_only()             { sees_only kernel base; }
test_store_sees_base_only()              { sees_only store base; }
test_life_sees_kernel_and_store()        { sees_only life kernel store base; }
test_show_sees_kernel_and_store()        { sees_only show kernel store base; }

test_libcore_has_five_floors_of_rooms_and_nothing_beside_them() {
	find libcore -name '*.[ch]' | grep -vE '^libcore/(base|kernel|store|life|show)/([a-z]+/)?[a-z0-9_]+\.[ch]$'
}

test_an_applet_is_called_as_its_file_is() {
	code applets | grep -E ':const struct applet [a-z]' |
		grep -vE '^applets/([a-z_]+)\.c:[0-9]+:const struct applet \1_applet = \{'
}

test_the_default_configuration_names_every_applet_and_part_and_nothing_else() {
	{
		ls config/without | sed 's/\.c$//'
		code applets | sed -n 's,^applets/\([a-z_]*\)\.c:[0-9]*:const struct applet [a-z].*,\1,p'
		sed -n 's/^CONFIG_\(.*\)=y$/\1/p' config/default.config | tr A-Z a-z
	} | sort | uniq -u
}

test_an_applet_offers_nothing_to_other_applets() {
	code applets | sed -n 's/\.c:[0-9]*:const struct applet [a-z_]*_applet = {$/.h/p' |
		while read -r header; do
			[ ! -e "$header" ] || echo "$header"
		done
}

test_nobody_includes_a_c_file() { includes '[^">]*\.c[">]'; }

test_libmnl_is_known_to_kernel_only() {
	includes 'libmnl/' | not_in 'libcore/kernel/(network|probe)/[a-z0-9_]+\.[ch]'
}

test_libcap_is_known_to_caps_only() {
	includes 'sys/capability\.h' | not_in 'libcore/kernel/confine/caps\.c'
}

test_zlib_is_known_to_gunzip_and_to_the_blocks_of_a_squashfs_only() {
	includes 'zlib\.h>' | not_in 'libcore/store/archive/(gunzip|squashfs_blocks)\.[ch]'
}

test_cjson_is_known_where_json_is_read_or_shown_only() {
	includes '(cjson/|cJSON)' | not_in 'libcore/(show/([a-z]+/)?[a-z_]+|store/(image/)?(image|manifest|seccomp)[a-z_]*)\.[ch]'
}

test_libcore_never_prints_to_stdout() {
	code libcore | calls 'printf|vprintf|puts|putchar'
	code libcore | grep -E '[^a-z_"]stdout[^a-z_"]' | grep -v 'fflush(stdout)'
}

# What forks a process for itself ends that one: starting, the container's child and its init, monitor and
# keeper, the visit to a mount namespace, unpacking.
test_libcore_never_exits_but_in_processes_of_its_own() {
	code libcore | calls 'exit'
	code libcore | calls '_exit|_Exit' |
		not_in 'libcore/(life/([a-z]+/)?(start|child|init|health_watch|monitor|builder|exec|keeper|live_file|volume_fill|visit|copy_receive|commit_pause|slices)|store/archive/(unpack|directory_stream)|kernel/(network/iface_delete|mount/first_root))[a-z_]*\.c'
}

test_libcore_never_reads_the_command_line() {
	code libcore | grep -E '[^a-z_](argc|getopt|getopt_long|optarg|optind)[^a-z_]'
}

test_nobody_calls_a_shell() { code applets libcore | calls 'system|popen'; }

test_no_line_of_c_asks_for_the_configuration() { code applets libcore | grep -E '# *(el)?if.*CONFIG_'; }

test_nothing_is_left_to_do() { grep -rnE 'TODO|FIXME|XXX' applets libcore --include='*.[ch]'; }

test_every_source_names_its_licence() {
	find applets libcore -name '*.[ch]' | xargs -r grep -L 'SPDX-License-Identifier: MIT'
}

test_every_header_is_read_once() {
	find applets libcore -name '*.h' | xargs -r grep -L '^#pragma once$'
}

test_no_file_is_longer_than_300_lines() {
	find applets libcore -name '*.[ch]' | xargs -r wc -l | awk '$2 != "total" && $1 > 300'
}

# Guidance, so it is shown and never fails: functions of more than 60 lines.
long_functions() {
	find applets libcore -name '*.c' | sort | xargs -r awk '
		/^[a-z].*\(/ { name = $0; sub(/\(.*/, "", name); sub(/.*[ *]/, "", name) }
		/^\{/ { start = FNR }
		/^\}/ && start {
			if (FNR - start > 61) print "# " FILENAME ": " name ": " FNR - start - 1 " lines"
			start = 0
		}'
}

number=0
failed=0
for rule in $(sed -n 's/^test_\([a-z0-9_]*\)().*/\1/p' tests/layout.t); do
	number=$((number + 1))
	offenders=$("test_$rule")
	sentence="$number - layout: $(echo "$rule" | tr _ ' ')"
	if [ -z "$offenders" ]; then
		echo "ok $sentence"
	else
		echo "not ok $sentence"
		echo "$offenders" | sed 's/^/#   /'
		failed=1
	fi
done
long_functions
echo "1..$number"
exit "$failed"
