# The words that tests are written in, and what runs each test in a machine of its own.
# SPDX-License-Identifier: MIT
# shellcheck shell=dash
#
# A test file sources this one first and then has functions named test_..., each a claim whose name
# is the sentence. Each runs alone: in new network, mount, process, host name and IPC namespaces,
# with lo up and no way out, and with an empty store on a tmpfs. So there is no order and nothing
# to clean up. A function before_each runs before each of them.
#
#   sh tests/run.t               all of the file, as TAP
#   sh tests/run.t test_name     just that one (or several)

[ "${box-}" ] && return

top=$(cd "$(dirname "$0")" && until [ -f tests/lib.sh ]; do cd ..; done && pwd)
LINKBOX=$(realpath -m "${LINKBOX:-$top/build/$(uname -m)/default/linkbox}")
cache=$top/build/tests
box=$cache/box
rootfs=$cache/busybox.tar
seconds=${seconds:-90}   # that one test may take
# shellcheck source=tests/rootfs.sh
. "$top/tests/rootfs.sh"

# --- the runner ---------------------------------------------------------------------------------

# "test_05_sets_DB_NAME" reads "05 sets DB_NAME"
sentence() {
	echo "${1#test_}" | sed 's/\([A-Z]\)_\([A-Z0-9]\)/\1=\2/g; s/\([A-Z]\)_\([A-Z0-9]\)/\1=\2/g
		s/\([0-9]\)_\([A-Z]\)/\1=\2/g; s/127_0_0_1/127.0.0.1/g; y/_=/ _/'
}

run_all() {
	[ "$(id -u)" = 0 ] || { echo '1..0 # SKIP needs root, for the namespaces'; exit 0; }
	[ -x "$LINKBOX" ] || { echo "Bail out! no binary $LINKBOX (make)"; exit 1; }
	mkdir -p "$box"
	(flock 9 && make_rootfs) 9>"$cache/lock"

	subject=$(basename "$0" .t)
	# shellcheck disable=SC2046
	[ $# -gt 0 ] || set -- $(sed -n 's/^\(test_[A-Za-z0-9_]*\)() {$/\1/p' "$0")
	echo "1..$#"
	number=0 failed=0 cgroup=linkbox-test-$$
	for claim; do
		number=$((number + 1))
		report=$(LINKBOX=$LINKBOX LINKBOX_CGROUP=$cgroup/$number timeout -s KILL "$seconds" unshare --net --mount --pid --fork --kill-child \
			--mount-proc --uts --ipc --propagation private \
			sh "$top/tests/lib.sh" --inside "$(realpath "$0")" "$claim" 2>&1 </dev/null)
		status=$?
		line="$number - $subject: $(sentence "$claim")"
		case $status in
		0) echo "ok $line" ;;
		77) echo "ok $line # SKIP $report" ;;
		*)
			failed=$((failed + 1))
			echo "not ok $line"
			[ $status != 137 ] || report="took longer than $seconds seconds
$report"
			printf '%s\n' "$report" | sed 's/^/# /'
			;;
		esac
	done
	# Of containers that ended with their test.
	for left in /sys/fs/cgroup/*"/$cgroup" "/sys/fs/cgroup/$cgroup"; do
		[ ! -d "$left" ] || find "$left" -depth -type d -delete
	done
	[ $failed = 0 ]
}

run_one() {
	mount -t tmpfs -o mode=755 tmpfs "$box"
	mkdir "$box/state" "$box/run" "$box/bin" "$box/tools" "$box/scratch"
	ln -s "$(command -v busybox)" "$box/tools/ping"
	export LINKBOX LINKBOX_STATE="$box/state" LINKBOX_RUN="$box/run" LINKBOX_CONF="$box/linkbox.conf"
	export LC_ALL=C.UTF-8 HOME="$box" PATH="$box/tools":/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
	unset TERM
	stdout=$box/stdout stderr=$box/stderr transcript=$box/transcript trace=$box/trace
	touch "$stdout" "$stderr" "$transcript" "$trace"
	[ -z "${USERNS-}" ] || echo userns=auto >"$LINKBOX_CONF"
	cd "$box/scratch"
	ip link set lo up
	# shellcheck source=/dev/null
	. "$1"
	exec 9>&1 >>"$trace" 2>&1
	trap finish EXIT
	set -ex
	! command -v before_each || before_each
	"$2"
}

finish() {
	result=$?
	set +ex
	[ $result != 0 ] && [ $result != 77 ] || exit $result
	[ -f "$box/failed" ] || grep -vE '^[+] (finish|result=|set [+])' "$trace" | tail -n 8 >&9
	tail -n 60 "$transcript" >&9
	exit 1
}

# --- the words ----------------------------------------------------------------------------------

fail() {
	: >"$box/failed"
	printf '%s\n' "$*" >&9
	exit 1
}

skip() {
	echo "$*" >&9
	exit 77
}

# needs_static WHY: not with the binary of SANITIZE=1, which is dynamic and has ASan's shadow memory.
needs_static() {
	[ -z "${SANITIZE-}" ] || skip "needs the static binary: $*"
}

# linkbox ARGUMENT...: succeeds. What it wrote stands in $stdout and $stderr.
linkbox() {
	call "$LINKBOX" "$@"
	[ "$status" = 0 ] || fail "exit status $status: linkbox $*"
}

# The same, called by another name: `docker run ...`, `as ps -a`, `as lb-ps -a`.
docker() {
	as docker "$@"
}

as() {
	ln -sf "$LINKBOX" "$box/bin/$1"
	called=$1
	shift
	call "$box/bin/$called" "$@"
	[ "$status" = 0 ] || fail "exit status $status: $called $*"
}

# four_ways APPLET ARGUMENT...: the same output as linkbox's, as a name, as lb-name and as docker's.
four_ways() {
	linkbox "$@"
	cp "$stdout" "$box/one_way"
	for called in "$1" "lb-$1" docker; do
		ln -sf "$LINKBOX" "$box/bin/$called"
		if [ "$called" = docker ]; then
			call "$box/bin/docker" "$@"
		else
			(shift && call "$box/bin/$called" "$@")
		fi
		cmp -s "$box/one_way" "$stdout" || fail "$called: $(diff -u "$box/one_way" "$stdout")"
	done
}

# refuses ARGUMENT...: linkbox fails, and not by a crash.
refuses() {
	call "$LINKBOX" "$@"
	[ "$status" != 0 ] || fail "should have been refused: linkbox $*"
	[ "$status" -lt 128 ] || fail "exit status $status: linkbox $*"
}

# fails_with STATUS ARGUMENT...: linkbox ends with that exit status. `fails_with 125 docker run` is docker's.
fails_with() {
	wanted=$1
	shift
	if [ "$1" = docker ]; then
		ln -sf "$LINKBOX" "$box/bin/docker"
		shift
		call "$box/bin/docker" "$@"
	else
		call "$LINKBOX" "$@"
	fi
	[ "$status" = "$wanted" ] || fail "exit status $status instead of $wanted: $*"
}

call() {
	status=0
	printf '$ %s\n' "${1##*/} $(shift; printf "'%s' " "$@" | sed "s/'\([A-Za-z0-9_.:/=@%+,-]*\)'/\1/g")" >>"$transcript"
	timeout --foreground --signal KILL 30 "$@" >"$stdout" 2>"$stderr" || status=$?
	{
		sed 's/^/  /' "$stdout"
		sed 's/^/  2> /' "$stderr"
		[ "$status" = 0 ] || echo "  exit status $status"
	} >>"$transcript"
}

# ask ARGUMENT...: what linkbox prints, for use as a value.
ask() {
	call "$LINKBOX" "$@"
	[ "$status" = 0 ] || fail "exit status $status: linkbox $*"
	cat "$stdout"
}

# prints LINE...: just these lines stand on standard output (none: nothing does).
prints() {
	lines "$@" | diff -u --label wanted - --label stdout "$stdout" >"$box/diff" || fail "$(cat "$box/diff")"
}

# says LINE...: just these lines stand on standard error.
says() {
	lines "$@" | diff -u --label wanted - --label stderr "$stderr" >"$box/diff" || fail "$(cat "$box/diff")"
}

says_nothing() {
	[ ! -s "$stdout" ] && [ ! -s "$stderr" ] || fail "should be silent: $(cat "$stdout" "$stderr")"
}

lines() {
	[ $# = 0 ] || printf '%s\n' "$@"
}

# prints_like ERE...: as many lines as that, each matching the whole of its pattern.
prints_like() {
	[ $# = "$(wc -l <"$stdout")" ] || fail "$(wc -l <"$stdout") lines instead of $#"
	number=0
	for pattern; do
		number=$((number + 1))
		sed -n "${number}p" "$stdout" | grep -Eqx -e "$pattern" ||
			fail "line $number is not like: $pattern
$(sed -n "${number}p" "$stdout")"
	done
}

# shows ERE: some line of standard output matches; lacks ERE: none does.
shows() {
	grep -Eq -e "$1" "$stdout" || fail "nothing printed matches: $1"
}

lacks() {
	! grep -Eq -e "$1" "$stdout" || fail "should not be printed: $(grep -E -e "$1" "$stdout")"
}

# warns TEXT: standard error contains the text.
warns() {
	grep -qF -e "$1" "$stderr" || fail "standard error lacks: $1"
}

# is VALUE WANTED, isnt VALUE UNWANTED, like VALUE ERE
is() {
	[ "$1" = "$2" ] || fail "is:     $1
wanted: $2"
}

isnt() {
	[ "$1" != "$2" ] || fail "should not be: $1"
}

like() {
	printf '%s\n' "$1" | grep -Eqx -e "$2" || fail "is:          $1
not as this: $2"
}

# works COMMAND..., not COMMAND...: any other command that has to succeed, or to fail.
works() {
	"$@" >"$box/works" 2>&1 || fail "failed: $*
$(cat "$box/works")"
}

not() {
	! "$@" >"$box/works" 2>&1 || fail "should have failed: $*
$(cat "$box/works")"
}

# eventually COMMAND...: it comes true within ten seconds.
eventually() {
	read -r now rest </proc/uptime
	deadline=$((${now%.*} + 10))
	until (set +x && "$@") >"$box/try" 2>&1 9>&1; do
		read -r now rest </proc/uptime
		[ "${now%.*}" -lt "$deadline" ] || fail "never came true: $*
$(cat "$box/try")"
		sleep 0.02
	done
	rm -f "$box/failed"
}

# --- images and containers ----------------------------------------------------------------------

# image [NAME [OPTION...]]: an image of busybox that sleeps, and may be stopped at once.
image() {
	name=${1-busybox}
	[ $# = 0 ] || shift
	[ $# != 0 ] || set -- -c 'CMD ["sleep", "100000"]' -c 'STOPSIGNAL SIGKILL'
	call "$LINKBOX" import "$@" "$rootfs" "$name"
	[ "$status" = 0 ] || fail "import: exit status $status"
}

address() {
	"$LINKBOX" inspect -f '{{ .NetworkSettings.IPAddress }}' "$1"
}

pid_of() {
	"$LINKBOX" inspect -f '{{ .State.Pid }}' "$1"
}

state_of() {
	"$LINKBOX" inspect -f '{{ .State.Status }}' "$1"
}

# kill_monitor CONTAINER: -9; the kernel takes the container with it
kill_monitor() {
	kill -9 "$(ps -o ppid= -p "$(pid_of "$1")" | tr -d ' ')"
	eventually has_exited "$1"
}

has_exited() {
	[ "$(state_of "$1")" = exited ]
}

# host_port CONTAINER PORT: the number of the first host port that leads there
host_port() {
	"$LINKBOX" port "$1" "$2" | sed -n '1s/.*://p'
}

# within CONTAINER COMMAND...: a command of this machine in the container's network
within() {
	inside=$(pid_of "$1")
	shift
	nsenter --net --target "$inside" -- "$@"
}

# connects CONTAINER ADDRESS PORT, pings CONTAINER ADDRESS: from the container's network
connects() {
	within "$1" nc -z -w 1 "$2" "$3"
}

pings() {
	"$LINKBOX" exec "$1" ping -c 1 -W 1 "$2"
}

# hosts CONTAINER: its hosts file as its processes see it
hosts() {
	"$LINKBOX" exec "$1" cat /etc/hosts
}

# get ADDRESS:PORT[/PATH]: what a request answers, asked from this machine
get() {
	curl --silent --show-error --fail --max-time 3 "http://$1"
}

answers() {
	[ "$(get "$1")" = "$2" ]
}

# logged CONTAINER TEXT: it has written a line that contains the text
logged() {
	"$LINKBOX" logs "$1" 2>&1 | grep -qF -e "$2"
}

# --- other machines -----------------------------------------------------------------------------

# machine NAME ITS_ADDRESS/BITS OUR_ADDRESS/BITS: a machine on a wire to this one
machine() {
	unshare --net sleep 1000 &
	eval "machine_$1=$!"
	eventually apart $!
	ip link add "to-$1" type veth peer name eth0 netns $!
	ip address add "$3" dev "to-$1"
	ip link set "to-$1" up
	on "$1" ip link set lo up
	on "$1" ip address add "$2" dev eth0
	on "$1" ip link set eth0 up
}

apart() {
	[ "$(readlink "/proc/$1/ns/net")" != "$(readlink /proc/self/ns/net)" ]
}

# on MACHINE COMMAND...
on() {
	eval "inside=\$machine_$1"
	shift
	nsenter --net --target "$inside" -- "$@"
}

# guest [OPTION...]: what the lines on standard input print and return in an emulated machine, whose
# options those of tests/guest/run are
guest() {
	status=0
	"$top/tests/guest/run" "$@" - >"$stdout" 2>"$stderr" || status=$?
	cat "$stdout" "$stderr" >>"$transcript"
}

# listening PORT [COMMAND...]: somebody listens there (`listening 80 on lan`)
listening() {
	port=$1
	shift
	"$@" ss -Hltun | grep -qE "[:.]$port "
}

# --- leaving no trace ---------------------------------------------------------------------------

# Every line stands for something that exists; whose id it has in it doesn't matter.
traces() {
	{
		ip -o link | sed 's/^[0-9]*: //; s/@.*//; s/ .*//'
		ip -o address | sed 's/^[0-9]*: //'
		ip route show table all
		ip rule
		nft list ruleset | tr , '\n' | sed 's/^[[:space:]]*//'
		awk '{ print $5, $(NF - 2) }' /proc/self/mountinfo
		ss -Hlntup | sed 's/ users:.*//'
		ss -Hlx | awk '{ print $5 }'
		[ ! -d "$LINKBOX_RUN/running" ] || ls "$LINKBOX_RUN/running"
		ps -eo args= | grep -vE '^(ps|grep|sh|sed|sort|tr|awk|ls|\[.*\]|strace)( |$)'
	} | sed -E 's/[0-9a-f]{12,64}/ID/g' | sort
}

# What stands in the store; directories that only index something may stay empty.
stored() {
	find "$LINKBOX_STATE" "$LINKBOX_RUN" \( ! -type d -o ! -empty -o -path '*/containers/*' -o -path '*/running/*' \) | sort
}

# remember_traces, and later leaves_no_trace: interfaces, addresses, routes, rules, elements, mounts,
# sockets and processes are again as they were.
remember_traces() {
	# A monitor has told the end a moment before it is gone itself.
	eventually only_monitors_of_what_runs
	traces >"$box/before"
}

# One that is on its way out listens no more.
only_monitors_of_what_runs() {
	[ "$(pgrep -fc '^linkbox monitor')" -le "$(find "$LINKBOX_RUN" -name monitor.sock | wc -l)" ]
}

leaves_no_trace() {
	eventually same_traces
}

same_traces() {
	traces >"$box/after"
	diff -u "$box/before" "$box/after"
}

# ------------------------------------------------------------------------------------------------

if [ "${1-}" = --inside ]; then
	run_one "$2" "$3"
else
	run_all "$@"
	exit
fi
