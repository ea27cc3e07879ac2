# --userns: ids of a container's own. SPDX-License-Identifier: MIT
# shellcheck shell=dash
. "$(dirname "$0")/lib.sh"

before_each() { image; }

test_trial() {
	linkbox run --rm --userns=auto --net none busybox sh -c 'id; cat /proc/self/uid_map; ls -ln / /dev /proc/self/fd; mount; cat /proc/self/status | grep Cap; echo hi >/dev/stdout; hostname; ls -l /etc/hosts; echo >>/etc/hosts'
	cat "$stdout" "$stderr" >&2
	false
}
