#!/bin/sh
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

before_each() {
	image
}

test_alone_it_lists_the_applets_with_a_summary() {
	linkbox
	for applet in run create start stop restart kill wait rm rename ps port inspect logs events exec attach load import images \
		rmi tag info version; do
		shows "^ *$applet  +[A-Za-z].{10,}$"
	done
	lacks monitor
	linkbox --help
	shows '^ *run '
}

test_list_prints_one_a_line() {
	linkbox --list
	shows '^run$'
	lacks '[^a-z]'
	lacks monitor
}

test_every_applet_has_help() {
	for applet in $(ask --list); do
		linkbox "$applet" --help
		shows "^Usage:  linkbox $applet"
		says
	done
	docker run --help
	shows '^Usage:  docker run \[OPTIONS\] IMAGE \[COMMAND\] \[ARG\.\.\.\]$'
	shows '^Run a command in a new container$'
}

test_applets_run_in_four_ways() {
	linkbox run -d --name web busybox
	# without ages, which change meanwhile
	four_ways ps -a --format 'table {{.ID}}\t{{.Image}}\t{{.Names}}'
	four_ways inspect web
	four_ways images --format 'table {{.Repository}}\t{{.ID}}\t{{.Size}}'
	four_ways port web
	four_ways logs web
}

test_an_unknown_applet_is_refused() {
	refuses frobnicate
	warns frobnicate
	is "$(wc -l <"$stderr")" 1
	fails_with 1 docker frobnicate
	says "docker: 'frobnicate' is not a docker command." "See 'docker --help'"
}

test_an_unknown_option_is_refused() {
	fails_with 125 ps --frobnicate
	says 'linkbox: unknown flag: --frobnicate'
	fails_with 125 docker ps --frobnicate
	says 'unknown flag: --frobnicate' "See 'docker ps --help'."
	fails_with 125 docker ps -Z
	says "unknown shorthand flag: 'Z' in -Z" "See 'docker ps --help'."
}

test_an_unknown_letter_is_named_with_the_word_it_stands_in() {
	fails_with 125 run -d -Zi busybox
	warns "unknown shorthand flag: 'Z' in -Zi"
	fails_with 125 run -d -iZ busybox
	warns "unknown shorthand flag: 'Z' in -Z"
}

test_flags_and_operands_may_be_mixed_where_docker_allows_it() {
	linkbox create --name web busybox
	linkbox inspect web -f '{{ .Name }}'
	prints /web
	linkbox rm web -f
	prints web
}

test_verbs_that_linkbox_lacks_are_refused_by_name_with_what_to_do() {
	for verb in pull push build login search network swarm; do
		refuses $verb x
		like "$(cat "$stderr")" "linkbox: $verb .*[a-z]{4,}.*"
		is "$(wc -l <"$stderr")" 1
		fails_with 1 docker $verb x
		warns $verb
	done
}

test_management_spellings() {
	linkbox container run -d --name web busybox
	linkbox container ls -q
	cp "$stdout" short
	linkbox ps -q
	works diff short "$stdout"
	linkbox container inspect -f '{{ .Name }}' web
	prints /web
	linkbox image ls -q
	prints_like '[0-9a-f]{12}'
	linkbox container stop web
	linkbox container rm web
	linkbox image rm busybox
	linkbox images -q
	prints
}

test_install_makes_relative_links_and_may_be_repeated() {
	mkdir bin
	cp "$LINKBOX" bin/linkbox
	bin/linkbox --install -s deep/er
	for applet in $(ask --list); do
		is "$(readlink "deep/er/$applet")" ../../bin/linkbox
	done
	works bin/linkbox --install -s deep/er
	works deep/er/ps -a
	mv bin deep "$box"
	works "$box/deep/er/ps" -a
}

test_install_with_a_prefix() {
	works "$LINKBOX" --install -s --prefix lb- there
	is "$(ls there | tr '\n' ' ')" "$(ask --list | sed 's/^/lb-/' | sort | tr '\n' ' ')"
	works there/lb-ps -a
}

test_install_never_overwrites_a_foreign_file() {
	mkdir there
	echo mine >there/ps
	ln -s /bin/true there/rm
	refuses --install -s there
	warns ps
	warns rm
	is "$(cat there/ps)" mine
	is "$(readlink there/rm)" /bin/true
	[ -L there/run ] || fail 'the others should be there'
}

test_version_and_info() {
	linkbox --version
	prints_like 'linkbox version [0-9.]+'
	linkbox version
	shows '[0-9]+\.[0-9]+'
	linkbox info
	shows "$LINKBOX_STATE"
	shows "$LINKBOX_RUN"
}

test_the_configuration_file_is_read_and_bad_lines_are_named() {
	echo addresses=fresh >"$LINKBOX_CONF"
	linkbox info
	shows fresh
	echo addresses=rubbish >"$LINKBOX_CONF"
	refuses run -d busybox
	warns addresses
	echo nonsense=1 >"$LINKBOX_CONF"
	refuses run -d busybox
	warns nonsense
}

test_output_that_cannot_be_written_is_a_failure() {
	status=0
	"$LINKBOX" --list >/dev/full 2>err || status=$?
	isnt $status 0
	status=0
	"$LINKBOX" images >/dev/full 2>err || status=$?
	isnt $status 0
}
