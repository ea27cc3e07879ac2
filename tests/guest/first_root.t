#!/bin/sh
# A machine whose root is the first one, as the kernel has unpacked its initramfs: pivot_root can't exchange it.
# Nothing of it is to be reached from a container.
seconds=300
# shellcheck source=tests/lib.sh
[ "${box-}" ] || . "$(dirname "$0")/../lib.sh"

test_the_containers_of_a_bare_initramfs_are_like_any_others() {
	guest -r <<-'END'
		grep -c ' / / .* rootfs' /proc/self/mountinfo
		linkbox import /busybox.tar busybox >/dev/null
		mkdir /given
		echo given >/given/file
		linkbox run -d --name db --expose 5432 busybox serve rows 5432 >/dev/null
		linkbox run -d --name web --link db -v /given:/given:ro --tmpfs /quick --read-only busybox sleep 1000 >/dev/null
		linkbox wait --ready db
		linkbox exec web wget -qO- http://db:5432/
		linkbox exec web cat /given/file
		linkbox restart web
		linkbox exec web ls -d /given /quick
		linkbox cp web:/bin/serve - | tar t
		linkbox rm -f web db
		grep -c linkbox/running /proc/self/mountinfo
	END
	is "$status" 1
	prints 1 db rows given web /given /quick serve web db 0
}
