#!/bin/sh
# The runtime's own program, descriptors, processes and directories.
# shellcheck source=tests/lib.sh
[ "${box-}" ] || . "$(dirname "$0")/../lib.sh"

before_each() {
	# where a defence is missing, the program that is tested shall not suffer
	cp "$LINKBOX" linkbox
	LINKBOX=$PWD/linkbox
	image
}

# --- CVE-2019-5736: our program is within reach of a container whose command is /proc/self/exe

# A linkbox that runs inside the container and stays: `load` reads a fifo. $inside is its pid there.
hold() {
	mkfifo input
	"$@" <input &
	exec 8>input
	eventually found_inside
	found_inside
}

found_inside() {
	inside=$("$LINKBOX" exec web sh -c 'for it in /proc/[0-9]*; do
		[ "$(readlink $it/exe)" != /bin/busybox ] && [ -r $it/exe ] && sha256sum <$it/exe && echo ${it#/proc/}; done; :' |
		grep -A1 "$(sha256sum <"$LINKBOX" | cut -c 1-64)" | sed -n 2p) && [ "$inside" ]
}

# Each way to open it for writing; and, the trick of that CVE, once more when it runs no longer.
attack() {
	cp "$LINKBOX" before
	"$LINKBOX" exec web sh -c "
		exec 3</proc/$inside/exe
		(echo pwned >/proc/$inside/exe) 2>&1; (echo pwned >>/proc/self/fd/3) 2>&1; (exec 4<>/proc/$inside/exe) 2>&1
		touch /held
		while [ -e /proc/$inside/exe ]; do sleep 0.02; done
		(echo pwned >/proc/self/fd/3) 2>&1; (echo pwned >>/proc/self/fd/3) 2>&1; (exec 4<>/proc/self/fd/3) 2>&1
		truncate -s 0 /proc/self/fd/3 2>&1; chmod 777 /proc/self/fd/3 2>&1; touch /proc/self/fd/3 2>&1
		mount -o remount,rw /proc/self/fd/3 2>/dev/null; (echo pwned >/proc/self/fd/3) 2>&1; :" >said 8>&- &
	eventually "$LINKBOX" exec web test -e /held
	exec 8>&-
	wait $!
	cmp "$LINKBOX" before
	is "$(grep -c 'Read-only file system\|Text file busy\|Operation not permitted' said)" "$(wc -l <said)"
	[ "$(wc -l <said)" -ge 9 ]
}

test_exec_of_proc_self_exe_gives_no_way_to_write_our_program() {
	needs_static 'it is run inside a container, which has no libraries for it'
	linkbox run -d --name web busybox
	hold "$LINKBOX" exec -i web /proc/self/exe load
	attack
}

test_an_entrypoint_of_proc_self_exe_gives_no_way_to_write_our_program() {
	needs_static 'it is run inside a container, which has no libraries for it'
	cp "$LINKBOX" before
	linkbox import -c 'ENTRYPOINT ["/proc/self/exe", "load"]' "$rootfs" evil
	mkfifo input
	"$LINKBOX" run -i --name web evil <input &
	exec 8>input
	eventually found_inside
	# a program that runs is busy, who may write it or not: opening to truncate tells
	linkbox exec web sh -c 'readlink /proc/1/exe; (echo pwned >/proc/1/exe) 2>&1; chmod 777 /proc/1/exe 2>&1; :'
	[ "$(grep -cE '^/memfd:|Read-only file system' "$stdout")" -ge 1 ]
	lacks 'Text file busy'
	cmp "$LINKBOX" before
}

# --- CVE-2024-21626: descriptors, and the working directory

# of process $it inside: a shell's test opens none itself
own='for fd in $(seq 0 30); do [ -e /proc/$it/fd/$fd ] && echo $fd; done; :'

test_the_command_has_its_three_descriptors_and_no_other() {
	exec 7<"$box" 8<"$LINKBOX_STATE"
	linkbox run --rm busybox sh -c "it=\$\$; $own"
	prints 0 1 2
	linkbox run -d --name web busybox sh -c "it=\$\$; $own; exec sleep 1000"
	eventually logged web 2
	linkbox logs web
	prints 0 1 2
	linkbox exec web sh -c "it=\$\$; $own"
	prints 0 1 2
	linkbox exec web sh -c "it=1; $own"
	prints 0 1 2
	linkbox run --rm --init busybox sh -c "it=1; $own"
	lacks '[3-9]'
	script -qefc "$LINKBOX run --rm -t busybox sh -c 'it=\$\$; $own'" /dev/null </dev/null >out
	is "$(tr -d '\r' <out)" '0
1
2'
}

test_no_working_directory_leads_out() {
	linkbox run -d --name web busybox
	linkbox exec web sh -c 'ln -s /proc/self/fd /fds; ln -s /proc/1/cwd /cwd; ln -s /proc/1/root/.. /up'
	exec 7<"$box" 8<"$LINKBOX_STATE"
	for place in $(seq -f /proc/self/fd/%g 0 20) /proc/self/cwd /proc/1/root /proc/thread-self/fd/8; do
		fails_with 125 run --rm -w "$place" busybox pwd
		fails_with 126 exec -w "$place" web pwd
	done
	for place in /fds/8 /cwd; do
		fails_with 126 exec -w "$place" web pwd
	done
	linkbox import -c 'WORKDIR /proc/self/fd/8' "$rootfs" evil
	fails_with 125 run --rm evil ls
	linkbox run --rm -w /../../.. busybox sh -c 'pwd; ls -di . / | cut -c 1-6 | uniq | wc -l'
	shows '^/$'
}

# --- who may look at, or end, our own processes

monitor_of() {
	awk '/^PPid:/ { print $2 }' "/proc/$(pid_of "$1")/status"
}

test_the_monitor_is_the_last_to_be_killed_for_memory_and_the_container_is_not() {
	linkbox run -d --name web busybox
	monitor=$(monitor_of web)
	# where we may: it takes CAP_SYS_RESOURCE
	[ $((0x$(awk '/^CapEff/ { print $2 }' /proc/self/status) >> 24 & 1)) = 0 ] || is "$(cat "/proc/$monitor/oom_score_adj")" -1000
	is "$(cat "/proc/$(pid_of web)/oom_score_adj")" 0
}

# What its work takes (powers.c); what the container may have is added to it. Idle it has but CAP_KILL at hand.
kept=$((0x3892c11fb))

sets_of() {
	awk '/^Cap(Inh|Prm|Eff|Bnd|Amb)/ { printf "%s ", $2 }' "/proc/$(monitor_of "$1")/status"
}

# keeps NAME SET [OPTION...]
keeps() {
	name=$1 set=$(printf %016x $((($2 | kept) & 0x$(awk '/^CapBnd/ { print $2 }' /proc/self/status))))
	shift 2
	linkbox run -d --name "$name" "$@"
	is "$(sets_of "$name")" "0000000000000000 $set 0000000000000020 $set 0000000000000000 "
}

test_a_monitor_keeps_no_capability_that_neither_its_work_nor_its_container_needs() {
	keeps none 0 --cap-drop ALL busybox
	keeps usual 0xa80425fb busybox
	keeps clock 0x2000000 --cap-drop ALL --cap-add SYS_TIME busybox
	keeps another 0xa00425fb --cap-drop MKNOD --cap-drop SYS_MODULE -u 1000 busybox
	keeps all 0xffffffffffffffff --privileged busybox
}

# Restarted by itself and by hand, probed, paused, limited and unplugged it needs nothing else.
test_with_what_it_keeps_a_monitor_does_all_its_work() {
	linkbox run -d --name db --expose 5432 --cap-drop ALL -u 1000 --restart always -p 5000:5000 --oom-score-adj 100 \
		--health-cmd true --health-interval 50ms busybox sleep 1000
	linkbox run -d --name web --cap-drop ALL --link db busybox
	eventually healthy db
	first=$(pid_of db)
	kill -9 "$first"
	eventually runs_anew
	eventually healthy db
	is "$(sets_of db)" "$(sets_of web)"
	linkbox restart -t 0 db
	eventually healthy db
	is "$(hosts web | grep -c "$(address db)")" 1
	linkbox rm -f db web
	is "$(ip -o link | grep -c lb)" 0
	is "$(nft list ruleset | grep -c 'elements')" 0
}

healthy() {
	[ "$("$LINKBOX" inspect -f '{{.State.Health.Status}}' "$1")" = healthy ]
}

runs_anew() {
	[ "$(state_of db)" = running ] && [ "$(pid_of db)" != "$first" ]
}

# signal_as UID: a message to the monitor of web that has its container killed; what is answered
signal_as() {
	python3 - "$1" "$LINKBOX_RUN/running/$(ls "$LINKBOX_RUN/running")" <<-'END'
		import os, socket, struct, sys
		os.chdir(sys.argv[2])
		os.setgroups([])
		os.setresgid(*[int(sys.argv[1])] * 3)
		os.setresuid(*[int(sys.argv[1])] * 3)
		monitor = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
		monitor.connect('monitor.sock')
		try:
		    monitor.send(struct.pack('=HHii', 1, 5, 9, 0))
		    print(len(monitor.recv(1000)))
		except (BrokenPipeError, ConnectionResetError):
		    print(0)
	END
}

# As if somebody had opened the directories: a tool that mends rights, a backup that was restored.
test_a_monitor_listens_to_nobody_but_root() {
	linkbox run -d --name web busybox
	chmod -R a+rwX "$LINKBOX_RUN"
	is "$(signal_as 1000)" 0
	is "$(state_of web)" running
	is "$(signal_as 0)" 12
	eventually has_exited web
}

# Root without CAP_SYS_PTRACE looks into processes with no more rights than it, if they are dumpable.
test_nobody_looks_into_a_monitor() {
	low='setpriv --bounding-set -sys_ptrace --inh-caps -sys_ptrace'
	works $low "$LINKBOX" run -d --net none --name web busybox
	monitor=$(monitor_of web)
	$low sleep 100 &
	eventually $low readlink /proc/$!/exe
	not $low readlink "/proc/$monitor/exe"
	not setpriv --reuid 1000 --regid 1000 --clear-groups cat "/proc/$monitor/environ"
}

test_no_process_of_ours_is_seen_inside() {
	linkbox run -d --name web busybox
	linkbox exec web sh -c 'for it in /proc/[0-9]*; do readlink $it/exe || echo $it; done'
	is "$(sort -u "$stdout")" /bin/busybox
	linkbox exec web sh -c 'kill -9 -1; kill -9 1; echo alive'
	is "$(state_of web)" running
}

# --- what stands on the disk (CVE-2021-41091)

# $LINKBOX_STATE and _RUN are there already, and open: as a package or a tmpfiles.d may have made them
test_nobody_but_root_looks_into_the_store_whatever_the_umask() {
	umask 0
	linkbox run -d --name web -p 5000:5000 -e SECRET=secret busybox
	linkbox run -d --rm --name other --link web busybox
	linkbox exec web true
	as_user() { setpriv --reuid 1000 --regid 1000 --clear-groups "$@"; }
	for root in "$LINKBOX_STATE" "$LINKBOX_RUN"; do
		[ -n "$(find "$root" -type f)" ]
		is "$(as_user find "$root" \( -readable -o -writable \) ! -type d 2>/dev/null)" ''
		is "$(as_user find "$root" -type d -writable 2>/dev/null)" ''
		is "$(as_user find "$root" -mindepth 3 2>/dev/null)" ''
	done
}

test_the_directory_of_the_store_itself_is_made_for_root_alone() {
	umask 0
	export LINKBOX_STATE="$box/deep/state" LINKBOX_RUN="$box/deep/run"
	image
	linkbox run --rm busybox true
	is "$(stat -c %a "$LINKBOX_STATE" "$LINKBOX_RUN")" '700
700'
}
