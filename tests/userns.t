#!/bin/sh
# run --userns: ids of the host that are a container's alone.
seconds=300   # of whole test files within one test
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

first=2013265920   # of the first container (libcore/store/ranges.h)
range=65536

before_each() {
	image
}

# ids PID: its real uid and gid, as the host counts
ids() { sed -n 's/^[UG]id:\t\([0-9]*\).*/\1/p' "/proc/$1/status" | tr '\n' ' '; }
owner() { stat -c '%u:%g' "$1"; }
layer() { echo "$LINKBOX_STATE"/containers/*/upper; }
gone() { ! kill -0 "$1"; }
restarted() { [ "$("$LINKBOX" inspect -f '{{ .RestartCount }} {{ .State.Running }}' "$1")" = "$2 true" ]; }
healthy() { [ "$("$LINKBOX" inspect -f '{{ .State.Health.Status }}' "$1")" = healthy ]; }
runs_as() { [ "$(ids "$(pid_of "$1")")" = "$2 $2 " ]; }
has_first_id() { [ "$("$LINKBOX" inspect -f '{{ index .HostConfig.IDMappings.UidMap 0 }}' "$1")" = "0:$2:$range" ]; }

# escaped CONTAINER COMMAND...: what its root could do who got out of all its walls but this one
escaped() {
	inside=$(pid_of "$1")
	shift
	nsenter --user --target "$inside" -- "$@"
}

# --- who it is -----------------------------------------------------------------------------------------

test_root_of_a_container_is_nobody_on_the_host() {
	linkbox run -d --name web --userns=auto busybox
	is "$(ids "$(pid_of web)")" "$first $first "
	linkbox exec web sh -c 'id -u; id -g; cat /proc/self/uid_map /proc/self/gid_map | tr -s " "; grep Groups: /proc/self/status'
	prints 0 0 " 0 $first $range" " 0 $first $range" "Groups:	0 "
	linkbox run -d --name alice --userns=auto -u alice --group-add 27 busybox
	is "$(ids "$(pid_of alice)")" "$((first + range + 1000)) $((first + range + 1000)) "
	linkbox exec alice id
	prints 'uid=1000(alice) gid=1000(alice) groups=27,1000(alice),2000(crew)'
}

test_containers_have_different_ids() {
	linkbox run -d --name one --userns=auto busybox
	linkbox run -d --name two --userns=auto busybox
	linkbox run -d --name three busybox
	is "$(ids "$(pid_of one)")" "$first $first "
	is "$(ids "$(pid_of two)")" "$((first + range)) $((first + range)) "
	is "$(ids "$(pid_of three)")" '0 0 '
	isnt "$(readlink "/proc/$(pid_of one)/ns/user")" "$(readlink "/proc/$(pid_of two)/ns/user")"
	is "$(readlink "/proc/$(pid_of three)/ns/user")" "$(readlink /proc/self/ns/user)"
}

test_every_namespace_is_of_its_user_namespace() {
	linkbox run -d --name web --userns=auto --cap-add SYS_ADMIN --cap-add NET_ADMIN --security-opt seccomp=unconfined busybox
	linkbox exec web sh -c 'mount -t tmpfs none /tmp && mount -t proc none /root && hostname other && ip link set lo down && unshare -i true && echo done'
	prints 'done'
	# but what is the host's stays so
	linkbox run --rm --userns=auto --cap-add ALL --security-opt seccomp=unconfined busybox sh -c \
		'dmesg -n 1 || echo refused; mount -t ext4 /dev/null /tmp || echo refused; echo 1 >/proc/sys/vm/drop_caches || echo refused
		swapon /etc/passwd || echo refused; chroot /proc/1/root ls -d /bin/busybox'
	prints refused refused refused refused /bin/busybox
	linkbox run --rm --userns=auto --cap-add ALL --security-opt seccomp=unconfined busybox date -s '2030-01-01 00:00'
	warns "can't set date: Operation not permitted"
}

test_capabilities_are_dockers_and_hold_inside_alone() {
	linkbox run -d --name web --userns=auto busybox
	linkbox exec web grep -E 'Cap(Eff|Bnd)' /proc/self/status
	prints 'CapEff:	00000000a80425fb' 'CapBnd:	00000000a80425fb'
	linkbox exec --privileged web sh -c 'grep CapEff /proc/self/status; mknod /x c 1 3 || echo refused'
	shows 'CapEff:	000001f[ef]{9}'
	shows refused
}

test_ids_beyond_the_range_are_refused() {
	fails_with 125 run --rm --userns=auto -u 65536 busybox true
	says 'linkbox: uids and gids must be in range 0-65535 with --userns=auto'
	fails_with 125 run --rm --userns=auto --group-add 70000 busybox true
	linkbox run --rm --userns=auto -u 65535:65535 busybox id -u
	prints 65535
}

# --- what gets out ----------------------------------------------------------------------------------------

test_who_gets_out_can_do_nothing_to_the_host() {
	linkbox run -d --name web --userns=auto --cap-add ALL busybox
	echo secret >"$box/secret"
	chmod 600 "$box/secret"
	echo ours >"$box/ours"
	works escaped web sh -c '[ "$(id -u)" = 0 ]'
	not escaped web cat "$box/secret"
	not escaped web sh -c "echo pwned >>$box/ours"
	not escaped web ls "$LINKBOX_STATE/layers"
	not escaped web mount -t tmpfs none /tmp
	not escaped web mknod "$box/node" b 8 0
	not escaped web chown 0:0 "$box/ours"
	not escaped web kill -0 1
	not escaped web sh -c "kill $$"
	not escaped web "$LINKBOX" ps
	is "$(cat "$box/ours")" ours
}

test_who_gets_out_can_do_nothing_to_another_container() {
	linkbox run -d --name one --userns=auto busybox
	linkbox run -d --name two --userns=auto --tmpfs /private busybox
	linkbox exec two sh -c 'echo mine >/private/file; chmod 600 /private/file'
	not escaped one cat "/proc/$(pid_of two)/root/private/file"
	not escaped one kill "$(pid_of two)"
	not escaped one nsenter --mount --target "$(pid_of two)" true
	works kill -0 "$(pid_of two)"
}

# Of busybox, ping keeps what a set-user-ID bit gives it.
test_setuid_programs_make_no_root_of_the_host() {
	mkdir root data
	tar -C root -xf "$rootfs"
	rm root/bin/ping
	cp root/bin/busybox root/bin/ping
	cp root/bin/busybox data/ping
	chmod 4755 root/bin/ping data/ping
	tar -C root -cf suid.tar .
	linkbox import suid.tar suid
	linkbox run -d --name web --userns=auto -u alice -v "$PWD/data:/data" suid sh -c \
		'/bin/ping -i 100 127.0.0.1 & /data/ping -i 100 127.0.0.1 & wait'
	eventually pings_are 2
	for pid in $(pgrep -f '^/.*/ping -i 100'); do
		is "$(grep '^Uid:' "/proc/$pid/status")" "$(printf 'Uid:\t%d\t%d\t%d\t%d' $((first + 1000)) "$first" "$first" "$first")"
	done
}

pings_are() { [ "$(pgrep -fc '^/.*/ping -i 100')" = "$1" ]; }

test_nodes_cant_be_made_and_the_usual_ones_are_there() {
	linkbox run --rm --userns=auto busybox sh -c 'mknod /x c 1 3 || echo refused; mknod /dev/x b 8 0 || echo refused
		stat -c "%n %t,%T %u:%g %a" /dev/null /dev/tty /dev/shm /dev/pts; echo >/dev/null && head -c 4 /dev/zero | wc -c'
	prints refused refused '/dev/null 1,3 0:0 666' '/dev/tty 5,0 0:0 666' '/dev/shm 0,0 0:0 1777' '/dev/pts 0,0 0:0 755' 4
	linkbox run --rm --userns=auto -u alice busybox sh -c 'echo >/dev/null && echo out >/dev/stdout'
	prints out
}

test_nobody_takes_himself_from_the_ooms_victims() {
	linkbox run -d --name web --userns=auto busybox
	fails_with 1 exec web sh -c 'echo -500 >/proc/1/oom_score_adj'
	fails_with 1 exec web sh -c 'echo -500 >/proc/self/oom_score_adj'
	is "$(cat "/proc/$(pid_of web)/oom_score_adj")" "$(cat /proc/self/oom_score_adj)"
}

# The same images and the same attempts as without.
test_hostile_images_run_or_are_refused_as_ever() {
	USERNS=1 works sh "$top/tests/security/image.t" test_all_at_once test_etc_a_link_to_the_root \
		test_ids_that_are_none_never_become_root
}

test_nothing_leads_out_by_links_as_ever() {
	USERNS=1 works sh "$top/tests/security/files.t" test_dev_is_ours_whatever_the_image_has_in_it \
		test_links_and_files_in_the_place_of_dev_proc_and_sys_lead_nowhere test_a_volume_follows_no_link_out \
		test_nothing_goes_over_proc test_what_tells_of_the_host_or_changes_it_is_covered test_no_cgroup_can_be_written
}

# --- files ---------------------------------------------------------------------------------------------

test_images_are_shared_and_stay_as_they_are() {
	find "$LINKBOX_STATE/layers" -printf '%p %u %g %m %T@\n' >layers
	linkbox run -d --name one --userns=auto busybox
	linkbox run -d --name two --userns=auto busybox
	linkbox exec one chown alice:2000 /etc/group
	linkbox exec one stat -c '%u:%g' / /etc/passwd /etc/group /home/alice
	prints 0:0 0:0 1000:2000 1000:1000
	linkbox exec two stat -c '%u:%g' / /etc/passwd /etc/group /home/alice
	prints 0:0 0:0 0:0 1000:1000
	find "$LINKBOX_STATE/layers" -printf '%p %u %g %m %T@\n' | diff layers -
}

test_files_on_the_disk_have_the_ids_that_they_have_inside() {
	linkbox run --name web --userns=auto busybox sh -c 'echo >/by-root; mkdir /directory; echo >/by-alice; chown alice:crew /by-alice
		echo more >>/etc/passwd; rm /etc/group; ln -s x /link; mkfifo /fifo'
	upper=$(layer)
	is "$(owner "$upper") $(owner "$upper/by-root") $(owner "$upper/directory") $(owner "$upper/by-alice")" '0:0 0:0 0:0 1000:2000'
	is "$(owner "$upper/etc/passwd") $(owner "$upper/link") $(owner "$upper/fifo") $(owner "$upper/etc/group")" '0:0 0:0 0:0 0:0'
	is "$(find "$LINKBOX_STATE" "$LINKBOX_RUN" -uid +65535 -o -gid +65535)" ''
}

test_a_container_may_be_started_again_with_and_without() {
	linkbox run --name web --userns=auto busybox sh -c 'echo "$(id -u) $(stat -c %u /file 2>/dev/null)"; echo >/file; chown alice /file'
	prints '0 '
	linkbox start -a web
	prints '0 1000'
	linkbox commit web made
	linkbox run --rm made stat -c %u /file
	prints 1000
	linkbox run --rm --userns=auto made stat -c %u /file
	prints 1000
}

test_binds_show_the_owners_of_the_host_and_keep_to_read_only() {
	mkdir data
	echo root >data/root
	echo alice >data/alice
	chown 1000:2000 data/alice
	echo far >data/far
	chown 70000:70000 data/far
	chmod 600 data/*
	linkbox run --name web --userns=auto -v "$PWD/data:/data" -v "$PWD/data:/closed:ro" -v "$PWD/made:/made" busybox sh -c '
		stat -c "%n %u:%g" /data/root /data/alice /data/far; cat /data/root; echo new >/data/new; echo other >/data/other; chown alice /data/other
		echo x >/closed/root || echo refused; cat /data/far || echo refused; chown 0 /data/far || echo refused; echo >/made/file'
	prints '/data/root 0:0' '/data/alice 1000:2000' '/data/far 65534:65534' root refused refused refused
	is "$(owner data/new) $(owner data/other) $(owner made) $(owner made/file) $(owner data/far)" '0:0 1000:0 0:0 0:0 70000:70000'
	is "$(cat data/root)" root
}

test_a_file_and_what_is_mounted_below_are_bound_too() {
	mkdir -p data/below
	mount -t tmpfs none data/below
	echo below >data/below/file
	echo one >single
	linkbox run --rm --userns=auto -v "$PWD/data:/data" -v "$PWD/single:/single" --mount "type=bind,source=$PWD/data,target=/alone,bind-nonrecursive" \
		busybox sh -c 'cat /data/below/file; stat -c %u /data/below/file; echo two >>/single; ls /alone/below | wc -l'
	prints below 0 0
	is "$(cat single)" 'one
two'
}

test_volumes_are_filled_and_shared() {
	linkbox run --name one --userns=auto -v shared:/home busybox sh -c 'stat -c "%u:%g" /home/alice; echo text >/home/alice/file; chown alice /home/alice/file'
	prints 1000:1000
	linkbox run --name two --userns=auto --volumes-from one busybox sh -c 'stat -c "%u:%g" /home/alice/file; echo more >>/home/alice/file'
	prints 1000:0
	linkbox run --rm -v shared:/home:ro busybox sh -c 'stat -c "%u:%g" /home/alice/file; cat /home/alice/file'
	prints 1000:0 text more
	is "$(find "$LINKBOX_STATE" -uid +65535)" ''
}

test_file_systems_in_RAM_belong_to_its_root_or_whom_it_says() {
	linkbox run --rm --userns=auto --tmpfs /run --tmpfs /of-alice:uid=1000,gid=2000,mode=700 \
		--mount type=tmpfs,target=/third,tmpfs-mode=0750 busybox stat -c '%n %u:%g %a' /run /of-alice /third
	prints '/run 0:0 1777' '/of-alice 1000:2000 700' '/third 0:0 750'
	linkbox run --rm --userns=auto --read-only --tmpfs /tmp busybox sh -c 'echo >/tmp/file && stat -c %u /tmp/file; echo >/file || echo refused; stat -c %u:%g /'
	prints 0 refused 0:0
}

test_its_own_files_can_be_written() {
	linkbox run -d --name web --userns=auto --add-host far:10.0.0.1 -h www busybox
	linkbox exec web sh -c 'stat -c "%n %u:%g" /etc/hosts /etc/hostname /etc/resolv.conf; echo "10.0.0.2 near" >>/etc/hosts; hostname; cat /etc/hostname'
	prints '/etc/hosts 0:0' '/etc/hostname 0:0' '/etc/resolv.conf 0:0' www www
	linkbox exec web grep -c 'near\|far' /etc/hosts
	prints 2
}

test_a_file_system_that_cant_is_refused_and_named() {
	linkbox run --rm --userns=auto busybox true
	remember_traces
	fails_with 125 run --rm --userns=auto -v /proc:/host busybox true
	says 'linkbox: mount /host with the container'"'"'s ids: its file system, or one below it, has no idmapped mounts on this kernel (--userns=host does without)'
	leaves_no_trace
	linkbox run --rm --userns=host -v /proc:/host busybox true
}

test_an_older_kernel_is_refused_and_nothing_stays() {
	command -v strace >/dev/null || skip 'needs strace'
	linkbox run --rm --userns=auto busybox true
	remember_traces
	status=0
	strace -f -qq -o "$box/calls" -e inject=mount_setattr:error=ENOSYS "$LINKBOX" run --rm --userns=auto busybox true >"$stdout" 2>"$stderr" || status=$?
	is "$status" 125
	says "linkbox: mount the image with the container's ids: the kernel has no mount_setattr, --userns=auto needs Linux 5.19 or newer"
	status=0
	strace -f -qq -o "$box/calls" -e inject=mount:error=EINVAL:when=2+ "$LINKBOX" run --rm --userns=auto busybox true >"$stdout" 2>"$stderr" || status=$?
	is "$status" 125
	warns 'before Linux 5.19'
	leaves_no_trace
}

test_what_the_kernel_refuses_is_said() {
	linkbox run --rm --userns=auto busybox true
	remember_traces
	mkdir here
	unshare --mount sh -c "mount --rbind / here && exec chroot here '$LINKBOX' run --rm --userns=auto busybox true" 2>"$stderr" &&
		fail 'should have been refused'
	says 'linkbox: start a process in a user namespace (--userns=auto): Operation not permitted (in a chroot the kernel makes none)'
	leaves_no_trace
}

# What it mounts is its own, and goes with it.
test_a_builder_that_is_killed_leaves_nothing() {
	command -v strace >/dev/null || skip 'needs strace'
	linkbox run --rm --userns=auto busybox true
	remember_traces
	status=0
	strace -f -qq -o "$box/calls" -e inject=mount:signal=KILL:when=2 "$LINKBOX" run --rm --userns=auto busybox true >"$stdout" 2>"$stderr" || status=$?
	is "$status" 125
	says "linkbox: build the container's root: the process that does it was killed"
	leaves_no_trace
}

test_check_says_whether_it_is_there() {
	call "$LINKBOX" check
	shows '^ok +user namespaces'
	shows '^ok +idmapped mounts'
	shows '^ok +idmapped overlay'
}

# --- commands ---------------------------------------------------------------------------------------------

test_exec_has_the_containers_ids_and_no_others() {
	linkbox run -d --name web --userns=auto busybox
	linkbox exec -d web sleep 4321
	eventually pgrep -f '^sleep 4321$'
	is "$(ids "$(pgrep -f '^sleep 4321$')")" "$first $first "
	linkbox exec -d -u alice web sleep 5432
	eventually pgrep -f '^sleep 5432$'
	is "$(ids "$(pgrep -f '^sleep 5432$')")" "$((first + 1000)) $((first + 1000)) "
	linkbox exec -u alice web sh -c 'id -u; echo to >/dev/stdout; touch /x 2>/dev/null || echo refused'
	prints 1000 to refused
	fails_with 126 exec -u 70000 web true
	linkbox exec web sh -c 'touch /tmp/made && stat -c %u /tmp/made'
	prints 0
}

test_terminals_belong_to_whom_they_are_for() {
	linkbox run --rm -t --userns=auto -u alice busybox sh -c 'tty; stat -c "%u:%g" "$(tty)" /dev/console; echo >/dev/tty && echo written'
	is "$(tr -d '\r' <"$stdout")" '/dev/pts/0
1000:5
1000:5

written'
	linkbox run -d --name web --userns=auto busybox
	linkbox exec -t web sh -c 'tty; stat -c "%u:%g" "$(tty)"'
	is "$(tr -d '\r' <"$stdout")" '/dev/pts/0
0:5'
	linkbox exec -t -u alice web sh -c 'stat -c "%u:%g" "$(tty)"; echo >/dev/tty && echo written'
	is "$(tr -d '\r' <"$stdout")" '1000:5

written'
}

test_attach_and_logs_work() {
	linkbox run -d -i --name web --userns=auto busybox cat
	echo hello | "$LINKBOX" attach web >"$box/attached"
	is "$(cat "$box/attached")" hello
	linkbox logs web
	prints hello
}

test_cp_goes_both_ways_with_the_ids_of_the_inside() {
	echo text >file
	for state in running stopped; do
		linkbox run -d --name "$state" --userns=auto busybox sh -c 'echo mine >/mine; chown alice:crew /mine; echo ready; exec sleep 100000'
		eventually logged "$state" ready
	done
	linkbox stop -t 0 stopped
	for web in running stopped; do
		linkbox cp file "$web:/tmp/file"
		linkbox cp "$web:/mine" -
		tar -tvf "$stdout" --numeric-owner >"$box/list"
		like "$(cat "$box/list")" '.* 1000/2000 .* mine'
		mkdir "of-$web"
		echo alice >"of-$web/alice"
		chown 1000:2000 "of-$web/alice"
		tar -cf - "of-$web" | "$LINKBOX" cp -a - "$web:/tmp"
	done
	linkbox exec running stat -c '%u:%g' /tmp/file /tmp/of-running /tmp/of-running/alice
	prints 0:0 0:0 1000:2000
	is "$(owner "$LINKBOX_STATE/containers/$("$LINKBOX" inspect -f '{{ .Id }}' stopped)/upper/tmp/of-stopped/alice")" 1000:2000
}

test_diff_export_and_commit_are_those_of_any_container() {
	linkbox run -d --name web --userns=auto busybox sh -c 'echo >/by-alice; chown alice:crew /by-alice; rm /etc/group; echo ready; exec sleep 100000'
	eventually logged web ready
	linkbox diff web
	prints 'A /by-alice' 'C /etc' 'D /etc/group'
	linkbox export -o running.tar web
	linkbox commit web made
	linkbox run --rm --entrypoint stat made -c '%u:%g' /by-alice
	prints 1000:2000
	linkbox stop -t 0 web
	linkbox export -o stopped.tar web
	for state in running stopped; do
		tar --numeric-owner -tvf $state.tar | awk '$2 != "0/0" { print $2, $6 }' >$state
		is "$(cat $state)" '1000/2000 by-alice
1000/1000 home/alice/'
	done
}

test_top_and_stats_show_it() {
	linkbox run -d --name web --userns=auto busybox sleep 6543
	linkbox top web -o pid,uid,args
	shows "^[0-9]+ +$first +sleep 6543"
	linkbox stats --no-stream --format '{{ .PIDs }}' web
	prints 1
}

# --- what goes with it -----------------------------------------------------------------------------------

test_links_and_ports_work() {
	linkbox run -d --name db --userns=auto --expose 5000 busybox serve 'rows of db'
	linkbox run -d --name web --userns=auto --link db:base -p 127.0.0.1:8080:5000 busybox serve 'web itself'
	eventually answers 127.0.0.1:8080 'web itself'
	eventually connects web "$(address db)" 5000
	linkbox exec web sh -c 'wget -qO- http://base:5000/; ping -c 1 -W 1 base | grep -c "1 packets received"; echo $BASE_PORT_5000_TCP_PORT'
	prints 'rows of db' 1 5000
	linkbox run -d --name stranger --userns=auto busybox
	not "$LINKBOX" exec stranger wget -T 1 -qO- "http://$(address db):5000/"
	linkbox run -d --name low --userns=auto -u alice -p 127.0.0.1:8081:80 busybox httpd -f -p 80 -h /www
	eventually answers 127.0.0.1:8081 'Hello world!'
	works nsenter --user --net -S 1000 -G 1000 --target "$(pid_of web)" -- python3 -c 'import socket; socket.socket(2, 2, 1)'
}

test_hosts_files_follow_their_sources_and_stay_its_own() {
	echo addresses=fresh >"$LINKBOX_CONF"
	linkbox run -d --name db busybox
	linkbox run -d --name web --userns=auto --link db busybox
	old=$(address db)
	linkbox stop -t 0 db
	linkbox run -d busybox
	linkbox start db
	isnt "$(address db)" "$old"
	linkbox exec web sh -c 'stat -c %u:%g /etc/hosts; grep db /etc/hosts; echo mine >>/etc/hosts'
	shows '^0:0$'
	shows "^$(address db)	db"
}

test_networks_and_processes_of_other_containers_are_shared() {
	linkbox run -d --name db --userns=auto --ipc shareable busybox serve 'rows of db'
	eventually connects db 127.0.0.1 5000
	linkbox run --rm --userns=auto --net container:db --pid container:db --ipc container:db busybox sh -c \
		'wget -qO- http://127.0.0.1:5000/; ps | grep -c "^ *1 .*[h]ttpd"; ls -d /dev/shm'
	prints 'rows of db' 1 /dev/shm
	linkbox run -d --name plain --ipc shareable busybox serve 'plain'
	eventually connects plain 127.0.0.1 5000
	linkbox run --rm --userns=auto --net container:plain --ipc container:plain busybox wget -qO- http://127.0.0.1:5000/
	prints plain
	linkbox run --rm --net container:db busybox wget -qO- http://127.0.0.1:5000/
	prints 'rows of db'
	linkbox run --rm --userns=auto --uts host --ipc host busybox hostname
	prints "$(hostname)"
	linkbox stop -t 0 plain
	fails_with 125 run --rm --userns=auto --net container:plain busybox true
	warns 'cannot join network of a non running container'
}

test_limits_and_devices_hold() {
	linkbox run --rm --userns=auto --ulimit nofile=77:88 -m 64m --pids-limit 50 --oom-score-adj 300 busybox sh -c \
		'ulimit -Sn; ulimit -Hn; cat /proc/self/oom_score_adj'
	prints 77 88 300
	linkbox run -d --name web --userns=auto --ulimit nofile=77:88 --device /dev/null:/dev/mine:r busybox
	linkbox exec web sh -c 'ulimit -Sn; stat -c "%u:%g %t,%T" /dev/mine; cat /dev/mine && echo read'
	prints 77 '0:0 1,3' read
	linkbox run --rm --userns=auto --sysctl net.ipv4.ip_forward=1 --shm-size 1m busybox sh -c 'cat /proc/sys/net/ipv4/ip_forward; df -k /dev/shm | tail -n 1 | tr -s " " | cut -d " " -f 2'
	prints 1 1024
}

test_health_restarts_and_an_init_work() {
	linkbox run -d --name web --userns=auto --init --health-cmd 'test "$(id -u)" = 0' --health-interval 50ms --restart always busybox
	eventually healthy web
	is "$(ids "$(pid_of web)")" "$first $first "
	# which may take the shell along
	call "$LINKBOX" exec web sh -c 'kill -9 $(pidof sleep)'
	eventually restarted web 1
	eventually runs_as web "$first"
}

# --- ids ---------------------------------------------------------------------------------------------------

test_ids_stay_over_restart_reboot_and_rename_and_are_free_after_rm() {
	linkbox run -d --name one --userns=auto --restart always busybox
	linkbox run -d --name two --userns=auto busybox
	linkbox restart -t 0 one
	has_first_id one "$first"
	is "$(ids "$(pid_of one)")" "$first $first "
	linkbox rename one uno
	linkbox kill uno two
	eventually has_exited two
	eventually only_monitors_of_what_runs
	rm -rf "$LINKBOX_RUN"
	linkbox boot
	linkbox start uno two
	is "$(ids "$(pid_of uno)") $(ids "$(pid_of two)")" "$first $first  $((first + range)) $((first + range)) "
	linkbox run -d --name three --userns=auto busybox
	has_first_id three $((first + 2 * range))
	linkbox rm -f uno
	is "$(ls "$LINKBOX_RUN/ranges" | tr '\n' ' ')" "$((first + range)) $((first + 2 * range)) "
}

test_ids_of_a_run_that_failed_are_free() {
	fails_with 127 run --rm --userns=auto busybox nothing-such
	is "$(ls "$LINKBOX_RUN/ranges")" ''
	fails_with 125 run --name web --userns=auto --link nobody busybox
	is "$(ls "$LINKBOX_RUN/ranges")" ''
}

test_ids_left_by_a_killed_run_are_swept() {
	command -v strace >/dev/null || skip 'needs strace'
	call strace -f -o "$box/calls" --inject=renameat:signal=KILL:when=3 "$LINKBOX" create --userns=auto busybox
	is "$(ls "$LINKBOX_RUN/ranges")" "$first"
	works grep -q 'record.new' "$box/calls"
	linkbox run -d --name web --userns=auto busybox
	has_first_id web $((first + range))
	linkbox boot
	is "$(ls "$LINKBOX_RUN/ranges")" $((first + range))
}

test_a_range_of_ones_own_is_given_out_to_its_end() {
	echo userns-ids=200000-393215 >"$LINKBOX_CONF"
	linkbox run -d --name one --userns=auto busybox
	linkbox run -d --name two --userns=auto busybox
	is "$(ids "$(pid_of one)") $(ids "$(pid_of two)")" '262144 262144  327680 327680 '
	fails_with 125 run -d --name three --userns=auto busybox
	says 'linkbox: no free range of ids in 262144-393215'
	linkbox ps -a --format '{{ .Names }}'
	prints two one
	linkbox rm -f one
	linkbox run -d --name three --userns=auto busybox
	has_first_id three 262144
}

# Of ranges that began anywhere, the second would begin within the first.
test_ranges_of_another_configuration_have_nothing_in_common() {
	echo userns-ids=100000-400000 >"$LINKBOX_CONF"
	linkbox run -d --name one --userns=auto busybox
	echo userns-ids=120000-400000 >"$LINKBOX_CONF"
	linkbox run -d --name two --userns=auto busybox
	is "$(ids "$(pid_of one)") $(ids "$(pid_of two)")" '131072 131072  196608 196608 '
}

test_exec_takes_no_id_beyond_the_range() {
	linkbox run -d --name web --userns=auto busybox
	refuses exec -u 70000 web true
	warns 'uids and gids must be in range 0-65535 with --userns=auto'
	refuses exec -t -u 0:70000 web true
	warns 'uids and gids must be in range 0-65535 with --userns=auto'
}

test_the_configuration_decides_what_the_command_line_leaves_open() {
	echo userns=auto >"$LINKBOX_CONF"
	linkbox run -d --name web busybox
	linkbox run -d --name host --userns=host busybox
	linkbox inspect -f '{{ .HostConfig.UsernsMode }} {{ json .HostConfig.IDMappings }}' web
	prints "auto {\"UidMap\":[\"0:$first:65536\"],\"GidMap\":[\"0:$first:65536\"]}"
	linkbox inspect -f '{{ .HostConfig.UsernsMode }}' host
	prints host
	is "$(ids "$(pid_of web)")" "$first $first "
	is "$(ids "$(pid_of host)")" '0 0 '
	for line in userns=rubbish userns-ids=1-2 userns-ids=100-70000 userns-ids=200000-4000000000 userns-ids=x; do
		echo "$line" >"$LINKBOX_CONF"
		refuses ps
		warns "bad line: $line"
	done
}

test_provisioned_containers_have_it_too() {
	mkdir files
	echo 'run --userns=auto --restart always busybox' >files/web.run
	linkbox apply files
	is "$(ids "$(pid_of web)")" "$first $first "
	linkbox apply files
	says_nothing
	echo userns=auto >"$LINKBOX_CONF"
	linkbox info
	shows '^ User namespaces: auto$'
}

test_images_in_place_are_shared_too() {
	command -v mksquashfs >/dev/null || skip 'needs mksquashfs'
	mkdir root
	tar -C root -xf "$rootfs"
	mksquashfs root image.squashfs -quiet >/dev/null
	linkbox import --in-place image.squashfs packed
	linkbox run --rm --userns=auto packed sh -c 'id -u; stat -c %u:%g /home/alice; echo >/home/alice/file; stat -c %u:%g /home/alice/file'
	prints 0 1000:1000 0:0
	linkbox run --rm --userns=auto --ephemeral -u alice packed sh -c 'echo >/home/alice/file; stat -c %u:%g /home/alice/file'
	prints 1000:1000
}

test_what_it_doesnt_go_with_is_refused_in_dockers_words() {
	fails_with 125 docker run --userns=auto --privileged busybox true
	says 'docker: Error response from daemon: privileged mode is incompatible with user namespaces.  You must run the container in the host namespace when running privileged mode.' \
		"See 'docker run --help'."
	fails_with 125 docker run --userns=auto --net host busybox true
	warns "cannot share the host's network namespace when user namespaces are enabled"
	fails_with 125 docker run --userns=auto --pid host busybox true
	warns 'cannot share the host PID namespace when user namespaces are enabled'
	fails_with 125 docker run --userns=keep-id busybox true
	says 'docker: --userns: invalid USER mode.' "See 'docker run --help'."
	linkbox ps -aq
	prints
	echo userns=auto >"$LINKBOX_CONF"
	linkbox run --rm --userns=host --privileged --net host busybox true
}

test_leaves_no_trace() {
	linkbox run --rm --userns=auto busybox true
	remember_traces
	linkbox run -d --name web --userns=auto -p 8080:80 -v data:/data busybox
	linkbox exec web true
	linkbox rm -f web
	linkbox volume rm data
	leaves_no_trace
}

