#!/bin/sh
# The guest is a machine of its own: its kernel, its cgroups, its end.
seconds=300
# shellcheck source=tests/lib.sh
[ "${box-}" ] || . "$(dirname "$0")/../lib.sh"

kernel() {
	ls "$top/build/kernel/$(uname -m)-bookworm/lib/modules"
}

test_runs_a_container_on_another_kernel_with_cgroup_v2() {
	guest <<-'END'
		linkbox import /busybox.tar busybox >/dev/null
		linkbox run --rm busybox uname -r
		tr ' ' '\n' </sys/fs/cgroup/cgroup.controllers | grep memory
	END
	prints "$(kernel)" memory
}

test_hands_out_the_exit_status_and_what_was_printed() {
	guest <<-'END'
		echo one
		printf two >&2
		exit 3
	END
	is "$status" 3
	prints one two
	says
}

test_ends_a_script_that_takes_too_long() {
	guest -t 20 <<-'END'
		echo one
		sleep 1000
	END
	is "$status" 125
	prints one
	says "guest: it did not come to the script's end"
}

test_runs_programs_of_this_machine_on_the_other_kernel() {
	guest -H <<-'END'
		host jq --version
		host uname -r
	END
	is "$status" 0
	prints "$(jq --version)" "$(kernel)"
}
