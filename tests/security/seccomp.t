#!/bin/sh
# The system calls that a container may make: tried from inside, call by call.
# shellcheck source=tests/lib.sh
[ "${box-}" ] || . "$(dirname "$0")/../lib.sh"

before_each() {
	image
	table=$top/libcore/kernel/confine/syscalls.tbl
	compiler=$top/build/sysroot/$(uname -m)/bin/musl-gcc
	[ -x "$compiler" ] || compiler=gcc
	works "$compiler" -static -o probe "$top/tests/security/probe.c"
	case $(uname -m) in
	x86_64) abis='x86_64 x32 i386' native=x86_64 ;;
	aarch64) abis=arm64 native=arm64 ;;
	armv*) abis=arm native=arm ;;
	*) abis=$(uname -m) native=$abis ;;
	esac
	probing="-i --rm -v $PWD/probe:/probe"
}

# calls ABI NEEDS...: the lines of the table with one of these needs, as ABI NUMBER; but for uprobe, which
# the kernel lets pass before it asks any filter.
calls() {
	abi=$1
	shift
	sed -n 's/^CALL(\(.*\))$/\1/p' "$table" | tr -d ' ' | awk -F, -v abi="$abi" -v needs=" $* " '
		BEGIN { split("- - x86_64 x32 i386 arm arm64 riscv64", title, " "); for (i in title) column[title[i]] = i }
		$1 != "uprobe" && index(needs, " " $2 " ") && $column[abi] >= 0 && $column[abi] < 512 { print abi, $column[abi] }'
}

# number NAME [ABI]
number() {
	sed -n "s/^CALL($1, *\(.*\))\$/\1/p" "$table" | tr -d ' ' | awk -F, -v abi="${2-$native}" '
		BEGIN { split("- x86_64 x32 i386 arm arm64 riscv64", title, " "); for (i in title) column[title[i]] = i }
		{ print $column[abi] }'
}

# answers_of OPTION...: what the probe in such a container says of the calls on standard input
answers_of() {
	# shellcheck disable=SC2086
	timeout 60 "$LINKBOX" run $probing "$@" busybox /probe 2>"$stderr"
}

# all_are ERROR: of the answers on standard input; and there are some
all_are() {
	awk -v wanted="$1" '{ count++ } $3 != wanted { print } END { if (count < 5) print count + 0, "answers" }' >others
	[ ! -s others ] || fail "not $1: $(head -n 20 others)"
}

# Known to the table, but newer than Docker's profile.
newer() {
	awk '$2 > 466'
}

older() {
	awk '$2 <= 466'
}

EPERM=1 ENOSYS=38

test_what_is_never_allowed_is_denied_even_with_all_capabilities() {
	for abi in $abis; do
		calls $abi NEVER | older >wanted
		answers_of --cap-add ALL <wanted | all_are $EPERM
		is "$(answers_of --cap-add ALL <wanted | wc -l)" "$(wc -l <wanted)"
	done
}

test_without_the_filter_they_answer_something_else() {
	calls $native NEVER | older | awk '$2 > 200' |
		answers_of --security-opt seccomp=unconfined --cap-add ALL | awk '$3 != 1' >got
	[ "$(wc -l <got)" -ge 5 ] || fail "$(cat got)"
}

test_what_is_newer_than_the_table_does_not_exist() {
	for abi in $abis; do
		{ calls $abi NEVER | newer; echo "$abi 480"; echo "$abi 511"; echo "$abi 9999"; } |
			answers_of --cap-add ALL | all_are $ENOSYS
	done
}

test_what_needs_a_capability_is_denied_without() {
	for abi in $abis; do
		calls $abi ADMIN ADMIN_OR_BPF ADMIN_OR_PERFMON ADMIN_OR_SYSLOG BOOT MODULE NICE PACCT PTRACE RAWIO \
			READ_SEARCH TIME TTY_CONFIG | answers_of | all_are $EPERM
	done
}

test_a_capability_opens_its_calls() {
	for what in NICE:SYS_NICE:get_mempolicy PTRACE:SYS_PTRACE:kcmp MODULE:SYS_MODULE:delete_module \
		ADMIN:SYS_ADMIN:unshare BPF:BPF:bpf TIME:SYS_TIME:settimeofday READ:DAC_READ_SEARCH:open_by_handle_at; do
		call=${what##*:} capability=${what#*:}
		echo "$native $(number "$call")" >wanted
		is "$(answers_of <wanted)" "$(cat wanted) $EPERM"
		isnt "$(answers_of --cap-add "${capability%:*}" <wanted)" "$(cat wanted) $EPERM"
	done
}

test_an_opened_call_is_not_open_for_others() {
	echo "$native $(number mount)" >wanted
	is "$(answers_of --cap-add SYS_NICE --cap-add SYS_MODULE <wanted)" "$(cat wanted) $EPERM"
}

# Failing in a way that only the call itself can: EBADF, EFAULT, EINVAL and so on.
test_what_is_allowed_reaches_the_kernel() {
	for call in close dup fstat lseek read write openat fchmod getsockname listen shutdown epoll_ctl getxattr ptrace \
		rt_sigaction mincore process_vm_readv; do
		echo "$native $(number $call)"
	done | answers_of | awk '$3 == 0 || $3 == 1 || $3 == 38 || $3 == "killed" { print }' >got
	is "$(cat got)" ''
}

test_sockets_of_AF_ALG_and_AF_VSOCK_are_denied_by_every_way() {
	for abi in $abis; do
		socket=$(number socket $abi)
		for family in 38 40 37 12 46 -1; do
			echo "$abi $socket $family 5 0"
		done | answers_of --cap-add ALL | all_are $EPERM
		# The kernel looks at the lower half of a register only.
		[ $abi = i386 ] || is "$(echo "$abi $socket 0x100000026 5 0" | answers_of)" "$abi $socket $EPERM"
	done
}

test_sockets_of_other_families_are_made() {
	socket=$(number socket)
	for family in 1 2 10 16; do
		echo "$native $socket $family 1 0"
	done | answers_of >got
	is "$(grep -cv ' 0$' got)" 1    # a netlink socket is no stream
	is "$(tail -n 1 got)" "$native $socket 94"
}

test_socketcall_makes_no_sockets_but_does_the_rest() {
	[ $native = x86_64 ] || skip 'needs i386'
	socketcall=$(number socketcall i386)
	is "$(echo "i386 $socketcall 1 0" | answers_of --cap-add ALL)" "i386 $socketcall $EPERM"
	is "$(echo "i386 $socketcall 1 0" | answers_of --security-opt seccomp=unconfined)" "i386 $socketcall 14"
	is "$(echo "i386 $socketcall 2 0" | answers_of)" "i386 $socketcall 14"
}

test_clone_makes_no_namespaces_and_clone3_does_not_exist() {
	for abi in $abis; do
		clone=$(number clone $abi)
		for flag in 0x20000 0x02000000 0x04000000 0x08000000 0x10000000 0x20000000 0x40000000; do
			echo "$abi $clone $flag 0 0 0 0"
		done | answers_of | all_are $EPERM
		is "$(echo "$abi $(number clone3 $abi)" | answers_of)" "$abi $(number clone3 $abi) $ENOSYS"
	done
}

test_only_harmless_personalities_are_taken() {
	personality=$(number personality)
	for value in 0 0xffffffff 0x20000; do
		echo "$native $personality $value"
	done | answers_of | all_zero
	for value in 0x40000 0x100000 0x0400000 1 7; do
		echo "$native $personality $value"
	done | answers_of | all_are $EPERM
}

all_zero() {
	awk '$3 != 0' >others
	[ ! -s others ] || fail "$(cat others)"
}

# --- where the filter is --------------------------------------------------------------------------

filtered() {
	prints "Seccomp:	$1"
}

look() {
	linkbox "$@" grep '^Seccomp:' /proc/self/status
}

test_every_command_has_the_filter() {
	look run --rm busybox
	filtered 2
	look run --rm --init busybox
	filtered 2
	look run --rm -u alice busybox
	filtered 2
	look run --rm --security-opt no-new-privileges -u alice busybox
	filtered 2
	look run --rm --cap-drop ALL busybox
	filtered 2
	linkbox run -d --name web busybox
	look exec web
	filtered 2
	look exec -u alice web
	filtered 2
	look exec --privileged web
	filtered 2
}

test_our_init_has_it_too() {
	linkbox run --rm --init busybox grep '^Seccomp:' /proc/1/status
	filtered 2
}

test_unconfined_and_privileged_have_none() {
	look run --rm --security-opt seccomp=unconfined busybox
	filtered 0
	look run --rm --security-opt seccomp:unconfined busybox
	filtered 0
	look run --rm --privileged busybox
	filtered 0
	look run --rm --security-opt seccomp=builtin busybox
	filtered 2
	linkbox run -d --name web --security-opt seccomp=unconfined busybox
	look exec web
	filtered 0
}

test_a_kernel_without_seccomp_is_refused_by_name() {
	for error in ENOSYS EINVAL; do
		call strace -f -qq -o calls --inject=seccomp:error=$error "$LINKBOX" run --rm busybox true
		is "$status" 125
		warns 'seccomp is not enabled in your kernel (CONFIG_SECCOMP_FILTER)'
		call strace -f -qq -o calls --inject=seccomp:error=$error "$LINKBOX" run --rm --security-opt seccomp=unconfined busybox true
		is "$status" 0
	done
}

# --- profiles -------------------------------------------------------------------------------------

# profile RULES...: entries of "syscalls" of a profile that allows everything else
profile() {
	printf '{\n\t"defaultAction": "%s",\n\t"syscalls": [ %s ]\n}\n' "${otherwise-SCMP_ACT_ALLOW}" "$1" >profile.json
}

answer_with_profile() {
	answers_of --security-opt seccomp=profile.json | awk '{ print $3 }' | tr '\n' ' '
}

test_a_profile_of_Docker_is_taken_from_a_file() {
	profile '{ "names": ["mkdirat", "mkdir"], "action": "SCMP_ACT_ERRNO", "errnoRet": 13 },
		{ "name": "sethostname", "action": "SCMP_ACT_ERRNO" }'
	refuses run --rm --security-opt seccomp=profile.json busybox mkdir /tmp/new
	warns 'Permission denied'
	linkbox run -d --name web --security-opt seccomp=profile.json busybox
	refuses exec web mkdir /tmp/new
	warns 'Permission denied'
	is "$(ask inspect -f '{{index .HostConfig.SecurityOpt 0}}' web)" 'seccomp={"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["mkdirat","mkdir"],"action":"SCMP_ACT_ERRNO","errnoRet":13},{"name":"sethostname","action":"SCMP_ACT_ERRNO"}]}'
	rm profile.json
	linkbox restart -t 0 web
	refuses exec web mkdir /tmp/new
}

test_a_profile_holds_for_privileged_containers_too() {
	profile '{ "names": ["mkdirat", "mkdir"], "action": "SCMP_ACT_ERRNO", "errnoRet": 13 }'
	refuses run --rm --privileged --security-opt seccomp=profile.json busybox mkdir /tmp/new
	warns 'Permission denied'
}

test_a_profile_asks_for_arguments() {
	profile '{ "names": ["dup3"], "action": "SCMP_ACT_ERRNO", "errnoRet": 99, "args": [
			{ "index": 0, "value": 5, "op": "SCMP_CMP_EQ" }, { "index": 1, "value": 7, "op": "SCMP_CMP_GE" } ] },
		{ "names": ["close"], "action": "SCMP_ACT_ERRNO", "errnoRet": 98, "args": [
			{ "index": 0, "value": 240, "valueTwo": 80, "op": "SCMP_CMP_MASKED_EQ" } ] },
		{ "names": ["fsync"], "action": "SCMP_ACT_ERRNO", "errnoRet": 97, "args": [
			{ "index": 0, "value": 3, "op": "SCMP_CMP_EQ" }, { "index": 0, "value": 4, "op": "SCMP_CMP_EQ" } ] },
		{ "names": ["fdatasync"], "action": "SCMP_ACT_ERRNO", "errnoRet": 96, "args": [
			{ "index": 0, "value": 9, "op": "SCMP_CMP_LT" } ] }'
	dup=$(number dup3) close=$(number close) sync=$(number fsync) datasync=$(number fdatasync)
	is "$(printf "$native %s\n" "$dup 5 7 0" "$dup 5 8 0" "$dup 5 6 0" "$dup 6 7 0" "$close 85" "$close 101" \
		"$sync 3" "$sync 4" "$sync 77" "$datasync 8" "$datasync 9" | answer_with_profile)" \
		'99 99 9 9 98 9 97 97 9 96 9 '
}

test_a_profile_asks_for_capabilities_machines_and_kernels() {
	profile '{ "names": ["dup"], "action": "SCMP_ACT_ERRNO", "errnoRet": 99, "includes": { "caps": ["CAP_SYS_TIME"] } },
		{ "names": ["close"], "action": "SCMP_ACT_ERRNO", "errnoRet": 98, "excludes": { "caps": ["CAP_SYS_TIME"] } },
		{ "names": ["fsync"], "action": "SCMP_ACT_ERRNO", "errnoRet": 97, "includes": { "arches": ["s390x"] } },
		{ "names": ["fdatasync"], "action": "SCMP_ACT_ERRNO", "errnoRet": 96, "includes": { "minKernel": "4.8" } },
		{ "names": ["fchdir"], "action": "SCMP_ACT_ERRNO", "errnoRet": 95, "includes": { "minKernel": "99.1" } }'
	for call in dup close fsync fdatasync fchdir; do
		echo "$native $(number $call) 55"
	done >wanted
	is "$(answer_with_profile <wanted)" '9 98 9 96 9 '
	is "$(answers_of --cap-add SYS_TIME --security-opt seccomp=profile.json <wanted | awk '{ print $3 }' | tr '\n' ' ')" \
		'99 9 9 96 9 '
}

test_other_ABIs_are_killed_unless_the_profile_names_them() {
	[ $native = x86_64 ] || skip 'needs i386'
	printf '%s\n' 'x86_64 39' 'i386 20' 'x32 39' >wanted
	echo '{ "defaultAction": "SCMP_ACT_ALLOW" }' >profile.json
	is "$(answer_with_profile <wanted)" '0 killed killed '
	echo '{ "defaultAction": "SCMP_ACT_ALLOW", "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86"] }' >profile.json
	is "$(answer_with_profile <wanted)" '0 0 killed '
	echo '{ "defaultAction": "SCMP_ACT_ALLOW", "archMap": [
		{ "architecture": "SCMP_ARCH_AARCH64", "subArchitectures": ["SCMP_ARCH_ARM"] },
		{ "architecture": "SCMP_ARCH_X86_64", "subArchitectures": ["SCMP_ARCH_X86", "SCMP_ARCH_X32"] } ] }' >profile.json
	answer_with_profile <wanted >got
	like "$(cat got)" '0 0 (0|38) '
}

test_a_profile_of_what_is_allowed_answers_ENOSYS_to_newer_calls() {
	calls $native ALWAYS CLONE SOCKET PERSONALITY | awk '{ print $2 }' >allowed
	names=$(sed -n 's/^CALL(\([a-z0-9_]*\), *\(ALWAYS\|CLONE\|SOCKET\),.*/"\1"/p' "$table" | paste -sd,)
	otherwise=SCMP_ACT_ERRNO
	profile "{ \"names\": [$names], \"action\": \"SCMP_ACT_ALLOW\" }"
	is "$(printf "$native %s\n" "$(number mount)" 467 500 "$(number close)" | answer_with_profile)" '1 38 38 9 '
}

test_a_profile_kills_or_traps() {
	profile '{ "names": ["dup"], "action": "SCMP_ACT_KILL_PROCESS" }, { "names": ["close"], "action": "SCMP_ACT_TRAP" },
		{ "names": ["fsync"], "action": "SCMP_ACT_LOG" }'
	is "$(printf "$native %s\n" "$(number dup)" "$(number close)" "$(number fsync)" | answer_with_profile)" 'killed killed 9 '
}

test_a_profile_that_says_nothing_means_no_filter() {
	echo '{}' >profile.json
	look run --rm --security-opt seccomp=profile.json busybox
	filtered 0
}

test_a_bad_profile_is_refused_by_name() {
	fails_with 125 docker run --security-opt seccomp=absent.json busybox true
	says 'docker: opening seccomp profile (absent.json) failed: open absent.json: no such file or directory.' \
		"See 'docker run --help'."
	echo '{ "defaultAction": ' >profile.json
	fails_with 125 docker run --security-opt seccomp=profile.json busybox true
	warns 'docker: compacting json for seccomp profile (profile.json) failed'
	while read -r rule; do
		profile "$rule"
		refuses run --security-opt seccomp=profile.json busybox true
		warns 'Decoding seccomp profile failed'
	done <<-'END'
		{ "names": ["dup"], "action": "SCMP_ACT_NOTIFY" }
		{ "names": ["dup"] }
		{ "names": ["dup"], "action": "SCMP_ACT_ERRNO", "errnoRet": 5000 }
		{ "names": ["dup"], "action": "SCMP_ACT_ERRNO", "args": [ { "index": 6, "value": 1, "op": "SCMP_CMP_EQ" } ] }
		{ "names": ["dup"], "action": "SCMP_ACT_ERRNO", "args": [ { "index": 0, "value": -1, "op": "SCMP_CMP_EQ" } ] }
		{ "names": ["dup"], "action": "SCMP_ACT_ERRNO", "args": [ { "index": 0, "value": 1, "op": "SCMP_CMP_ISH" } ] }
		{ "names": ["dup"], "action": "SCMP_ACT_ERRNO", "args": [ { "index": 0, "value": 38, "op": "SCMP_CMP_NE" }, { "index": 0, "value": 40, "op": "SCMP_CMP_NE" } ] }
	END
	linkbox ps -aq
	prints
}
