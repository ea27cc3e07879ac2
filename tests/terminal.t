#!/bin/sh
# Terminals: those that containers get, and the one that the user sits at.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

before_each() {
	image
}

# terminal COMMAND: runs it on a terminal of 30 lines with 90 columns. `types` types there, `screen`
# is what it shows, `leaves` waits for its end and compares the exit status.
terminal() {
	rm -f keyboard
	mkfifo keyboard
	script -qefc "stty rows 30 columns 90; $1" /dev/null <keyboard >screen 2>&1 &
	user=$!
	exec 8>keyboard
}

types() {
	printf "$1" >&8
}

screen() {
	tr -d '\r' <screen
}

shown() {
	screen | grep -Eq -e "$1"
}

leaves() {
	status=0
	wait $user || status=$?
	is $status "$1"
}

shell="$LINKBOX run -it --name web busybox sh"
ctrl_p='\020' ctrl_q='\021' ctrl_c='\003' ctrl_z='\032' ctrl_d='\004'

test_a_shell_asks_and_answers() {
	terminal "$shell"
	types 'echo $((6 * 7))\n'
	eventually shown '^42$'
	types 'exit 5\n'
	leaves 5
}

test_the_terminal_is_of_the_container_and_has_our_size() {
	terminal "$shell -c 'tty; stty size; ls -l /dev/pts /dev/console; echo \$TERM; id -u; sleep 0.1'"
	leaves 0
	works shown '^/dev/pts/0$'
	works shown '^30 90$'
	works shown '^xterm$'
	works shown '^crw--w---- .* 0$'
}

test_dev_console_is_the_terminal() {
	terminal "$shell -c 'echo by console >/dev/console; mount | grep -c /dev/console'"
	leaves 0
	works shown '^by console$'
}

test_the_terminal_belongs_to_the_user() {
	terminal "$LINKBOX run -it -u alice busybox sh -c 'stat -c %u \$(tty); echo hello >/dev/tty; echo a >/dev/console; stat -c %u /dev/stdin -L'"
	leaves 0
	works shown '^1000$'
	works shown '^hello$'
	is "$(screen | grep -c denied)" 0
}

test_a_new_size_is_passed_on() {
	terminal "$shell -c 'trap \"stty size\" WINCH; echo ready; while :; do sleep 0.05; done'"
	eventually shown '^ready$'
	stty rows 50 columns 132 <"$(terminal_of_client)"
	eventually shown '^50 132$'
	types "$ctrl_c"
	leaves 130
}

# the terminal that our client sits at
terminal_of_client() {
	readlink "/proc/$(pgrep -fx "$LINKBOX run -it --name web .*" | head -n 1)/fd/0"
}

test_ctrl_c_interrupts_the_foreground_process_alone() {
	terminal "$shell"
	types 'sleep 1000\n'
	eventually runs_inside 'sleep 1000'
	types "$ctrl_c"
	types 'echo still $((1 + 1)) here\n'
	eventually shown '^still 2 here$'
	types "$ctrl_d"
	leaves 0
}

runs_inside() {
	"$LINKBOX" exec web ps -o args | grep -qxF "$1"
}

test_ctrl_d_is_the_end_of_input() {
	terminal "$shell"
	types 'echo ready $((1 + 1))\n'
	eventually shown '^ready 2$'
	types "$ctrl_d"
	leaves 0
}

test_jobs_are_controlled_inside() {
	terminal "$shell"
	types 'sleep 1000\n'
	eventually runs_inside 'sleep 1000'
	types "$ctrl_z"
	eventually shown 'Stopped'
	works is_stopped 'sleep 1000'
	types 'fg\n'
	eventually not is_stopped 'sleep 1000'
	types "$ctrl_c"
	types 'exit 3\n'
	leaves 3
	is "$(screen | grep -c "can't access tty")" 0
}

is_stopped() {
	grep -q '^State:.T' "/proc/$(pgrep -fx "$1")/status"
}

test_ctrl_p_ctrl_q_detaches_and_attach_comes_back() {
	terminal "$shell"
	types 'here=$((40 + 2)); echo $here\n'
	eventually shown '^42$'
	types "$ctrl_p$ctrl_q"
	leaves 0
	is "$(state_of web)" running
	terminal "$LINKBOX attach web"
	types 'echo again $here\n'
	eventually shown '^again 42$'
	types "$ctrl_p$ctrl_q"
	leaves 1
	works shown 'read escape sequence'
	is "$(state_of web)" running
	is "$(ask events --until 0s -f event=detach --format '{{.Actor.Attributes.name}}' | tr '\n' ' ')" 'web web '
	terminal "$LINKBOX attach web"
	types 'exit 6\n'
	leaves 6
}

test_other_keys_detach_when_asked_for() {
	terminal "$shell"
	types 'echo $((40 + 2))\n'
	eventually shown '^42$'
	types "$ctrl_p$ctrl_q"
	leaves 0
	terminal "$LINKBOX attach --detach-keys ctrl-a,d web"
	types 'echo $((40 + 3))\n'
	eventually shown '^43$'
	types '\001d'
	leaves 1
	is "$(state_of web)" running
}

test_our_terminal_is_as_before_afterwards() {
	terminal "stty -a >before; $shell; stty -a >after; echo left"
	types 'echo $((40 + 2))\n'
	eventually shown '^42$'
	types 'exit\n'
	eventually shown '^left$'
	works cmp before after
	terminal "$LINKBOX start web; stty -a >before; $LINKBOX attach web; stty -a >after; echo left"
	eventually not cmp -s before after_none
	types 'echo $((40 + 3))\n'
	eventually shown '^43$'
	types "$ctrl_p$ctrl_q"
	eventually shown '^left$'
	works cmp before after
}

test_our_terminal_is_as_before_when_the_client_is_killed() {
	terminal "stty -a >before; $shell; stty -a >after; echo left"
	types 'echo $((40 + 2))\n'
	eventually shown '^42$'
	kill -TERM "$(pgrep -fx "$LINKBOX run -it --name web busybox sh")"
	eventually shown 'left$'
	works cmp before after
	is "$(state_of web)" running
}

test_exec_has_a_terminal_of_its_own() {
	linkbox run -d --name web busybox
	terminal "$LINKBOX exec -it web sh -c 'tty; stty size; echo \$TERM; exec sh'"
	eventually shown '^/dev/pts/0$'
	works shown '^30 90$'
	works shown '^xterm$'
	types 'echo $((40 + 2))\n'
	eventually shown '^42$'
	types 'exit 9\n'
	leaves 9
	is "$(screen | grep -c "can't access tty")" 0
}

test_exec_detaches_and_its_command_goes_on() {
	linkbox run -d --name web busybox
	terminal "$LINKBOX exec -it web sh -c 'echo ready; sleep 0.5; echo late; exec sleep 1000'"
	eventually shown '^ready$'
	types "$ctrl_p$ctrl_q"
	leaves 1
	works shown 'read escape sequence'
	eventually runs_inside 'sleep 1000'
}

test_exec_refuses_a_terminal_when_our_input_is_none() {
	linkbox run -d --name web busybox
	fails_with 1 docker exec -it web true
	says 'the input device is not a TTY'
	linkbox exec -t web sh -c 'test -t 1 && echo yes; echo err >&2'
	is "$(tr -d '\r' <"$stdout")" 'yes
err'
}

test_exec_takes_no_ptmx_that_the_container_made_up() {
	linkbox run -d --name web busybox
	linkbox exec web sh -c 'rm /dev/ptmx; mkfifo /dev/ptmx'
	linkbox exec -t web sh -c 'tty'
	is "$(tr -d '\r' <"$stdout")" /dev/pts/0
}

test_input_from_a_pipe_waits_for_a_terminal_that_is_slow() {
	linkbox run -d -it --name web busybox sh -c 'stty raw -echo; echo ready; sleep 0.5; head -c 20000 | md5sum'
	eventually logged web ready
	terminal "$LINKBOX attach web"
	eventually is_raw
	head -c 20000 /dev/zero | tr '\0' x >input
	cat input >&8
	eventually logged web "$(md5sum <input | cut -c 1-32)"
}

is_raw() {
	stty -a <"$(readlink "/proc/$(pgrep -fx "$LINKBOX attach web")/fd/0")" | grep -q -e -icanon
}

test_a_terminal_ends_with_its_container() {
	terminal "$shell"
	types 'echo $((40 + 2))\n'
	eventually shown '^42$'
	linkbox kill web
	leaves 137
}
