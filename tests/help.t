#!/bin/sh
# Help is laid out as Docker's client does it, down to where its lines end.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

test_help_goes_to_standard_output() {
	linkbox
	shows '^  run +Run a command in a new container$'
	says
	linkbox rm --help
	prints '' 'Usage:  linkbox rm [OPTIONS] CONTAINER [CONTAINER...]' '' 'Remove one or more containers' '' \
		'Options:' '  -f, --force     Force the removal of a running container (uses SIGKILL)' \
		'  -l, --link      Remove the specified link' \
		'  -v, --volumes   Remove anonymous volumes associated with the container'
	says
}

test_help_of_a_command_may_be_asked_for_by_the_word() {
	for applet in $(ask --list); do
		linkbox "$applet" --help
		cp "$stdout" wanted
		linkbox help "$applet"
		works diff -u wanted "$stdout"
	done
	docker help container ls
	shows '^Usage:  docker container ls '
	docker help volume ls
	shows '^Usage:  docker volume ls \[OPTIONS\]$'
	docker help run busybox
	shows '^Usage:  docker run '
	docker help
	shows '^  run '
}

test_help_of_what_there_is_not_is_refused() {
	fails_with 1 docker help frobnicate
	says 'unknown help topic: frobnicate'
	prints
	fails_with 1 help monitor
	says 'linkbox: unknown help topic: monitor'
}

test_commands_and_options_are_sorted() {
	linkbox
	sed -n 's/^  \([a-z]*\) .*/\1/p' "$stdout" >listed
	works sort -c listed
	for applet in $(ask --list); do
		linkbox "$applet" --help
		sed -n 's/^  .*--\([a-z0-9-]*\).*/\1/p' "$stdout" >listed
		LC_ALL=C works sort -c listed
	done
}

test_every_command_says_what_it_is_for_in_one_line() {
	for applet in $(ask --list); do
		linkbox "$applet" --help
		is "$(sed -n 1p "$stdout")" ''
		like "$(sed -n 2p "$stdout")" "Usage:  linkbox $applet( .*[^ ])?"
		sed -i "/^	linkbox $applet /d" "$stdout"
		is "$(sed -n 3p "$stdout")" ''
		like "$(sed -n 4p "$stdout")" '[A-Z].*[^.]'
		lacks ' $'
	done
}

test_without_a_terminal_help_is_80_columns_wide() {
	linkbox logs --help
	prints '' 'Usage:  linkbox logs [OPTIONS] CONTAINER' '' 'Fetch the logs of a container' '' 'Options:' \
		'      --details        Show extra details provided to logs' \
		'  -f, --follow         Follow log output' \
		'      --since string   Show logs since timestamp (e.g.' \
		'                       2013-01-02T13:23:37Z) or relative (e.g. 42m for 42' \
		'                       minutes)' \
		'  -n, --tail string    Number of lines to show from the end of the logs' \
		'                       (default "all")' \
		'  -t, --timestamps     Show timestamps' \
		'      --until string   Show logs before a timestamp (e.g.' \
		'                       2013-01-02T13:23:37Z) or relative (e.g. 42m for 42' \
		'                       minutes)'
}

# on COLUMNS: the help of stop on a terminal of that width
stop_on() {
	TERM=linux script -qec "stty -opost columns $1 && $LINKBOX stop --help" /dev/null </dev/null |
		sed -n '/^  -t/,$p' >"$stdout"
}

test_help_fits_the_terminal() {
	command -v script >/dev/null || skip 'needs script, of bsdutils'
	stop_on 200
	prints '  -t, --time int   Seconds to wait for stop before killing it (default 10)'
	stop_on 60
	prints '  -t, --time int   Seconds to wait for stop before' '                   killing it (default 10)'
	stop_on 43
	prints '  -t, --time int   ' '                Seconds to wait for' '                stop before killing' \
		'                it (default 10)'
	stop_on 30
	prints '  -t, --time int   Seconds to wait for stop before killing it (default 10)'
}

test_a_letter_h_is_help_where_it_is_nothing_else() {
	docker ps -h
	says 'Flag shorthand -h has been deprecated, please use --help'
	shows '^List containers$'
	linkbox run --help
	shows '^      --help +Print usage$'
	shows '^  -h, --hostname string +Container host name$'
	linkbox ps --help
	lacks Print
}

test_a_wrong_number_of_operands_shows_the_usage() {
	fails_with 1 docker rename one
	says '"docker rename" requires exactly 2 arguments.' "See 'docker rename --help'." '' \
		'Usage:  docker rename CONTAINER NEW_NAME' '' 'Rename a container'
	fails_with 1 docker version extra
	says '"docker version" accepts no arguments.' "See 'docker version --help'." '' \
		'Usage:  docker version [OPTIONS]' '' 'Show the linkbox version information'
}

test_everything_that_is_accepted_is_shown() {
	# spellings that Docker hides as well, and what linkbox asks of itself
	sed -n '/^	OPT_/p; /^	{ OPT_/p' "$top"/applets/*.[ch] "$top"/applets/*/*.[ch] | grep -v OPT_REFUSED | grep ', NULL)' >"$stdout" || :
	sed -i '/"net"\|"dns-opt"/d; /&given.keep/d; /&given.name/d' "$stdout"
	prints
}
