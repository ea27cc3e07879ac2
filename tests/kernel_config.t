#!/bin/sh
# board/kernel.config and `linkbox check` name the same options of the kernel.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

# options FROM TO: those of the fragment between two headlines
options() {
	sed -n "/^# --- $1/,/^# --- $2/s/^\\(CONFIG_[A-Z0-9_]*\\)=y\$/\\1/p" "$top/board/kernel.config" | sort
}

# named BASIC: the options that check's tries name, of what is a basic (true) or not (false)
named() {
	cat "$top"/libcore/kernel/probe/probe_*.c | grep "^	{ \"[^\"]*\", $1, " | grep -o 'CONFIG_[A-Z0-9_]*' | sort -u
}

test_what_no_container_runs_without() {
	{
		named true
		# probe_network_begin's, which check says itself
		echo CONFIG_NET_NS
	} | sort >named
	works grep -q 'CONFIG_NET_NS' "$top/applets/check.c"
	options 'Required: ' 'Required by' >wanted
	works diff -u wanted named
	works grep -qx CONFIG_VETH wanted
}

test_what_something_stops_working_without() {
	named false >named
	options 'Optional: ' 'Required by' >wanted
	works diff -u wanted named
}

test_an_option_stands_once_and_is_explained() {
	sed -n 's/=y$//p' "$top/board/kernel.config" | sort | uniq -d >twice
	is "$(cat twice)" ''
	is "$(grep -vE '^(#.*|CONFIG_[A-Z0-9_]+=y|)$' "$top/board/kernel.config")" ''
}
