#!/bin/sh
# The oldest kernel that linkbox takes, and the next: what they lack is named, the rest works.
seconds=300
# shellcheck source=tests/lib.sh
[ "${box-}" ] || . "$(dirname "$0")/../lib.sh"

# on_kernel SUITE: what check misses there with a store on the first root, which has no idmapped mounts; whether one
# on a disk has; and that links, ports, limits and exec work
on_kernel() {
	[ -d "$top/build/kernel/$(uname -m)-$1" ] || skip "the kernel of $1 is not there: board/qemu/kernel qemu-$(uname -m) $1"
	truncate -s 16M disk
	works mke2fs -q disk
	guest -r -k "$1" -f disk <<-'END'
		modprobe loop
		# as where /init makes no more than it must
		rm /dev/fd
		linkbox check >checked || echo basics
		grep '^missing' checked | cut -c 10-31 | sed 's/ *$//'
		mount -o loop -t ext4 /disk /mnt
		(
			export LINKBOX_STATE=/mnt/later/linkbox LINKBOX_RUN=/run/other
			linkbox check | grep -o '^[a-z]* *idmapped mounts'
			linkbox import /busybox.tar busybox >/dev/null
			linkbox run --rm --net none --userns=auto busybox echo owners 2>/dev/null
		)
		linkbox import /busybox.tar busybox >/dev/null
		linkbox run -d --name db --expose 5432 -m 32m busybox serve rows 5432 >/dev/null
		linkbox run -d --name web --link db -p 8080:5000 busybox httpd -f -p 5000 -h /www >/dev/null
		linkbox wait --ready db web
		linkbox exec web wget -qO- http://localhost:5000/cgi-bin/db
		linkbox restart web db
		linkbox wait --ready db web
		wget -qO- http://127.0.0.1:8080/cgi-bin/db
		linkbox rm -f web db
	END
	is "$status" 0
}

works_with() {
	prints "$@" db web 'by variable: rows' 'by name: rows' web db db web 'by variable: rows' 'by name: rows' web db
}

test_linux_5_10() {
	on_kernel bullseye
	works_with mount_setattr 'mounting beneath' 'idmapped mounts' 'idmapped overlay' 'missing  idmapped mounts'
}

test_linux_6_1() {
	on_kernel bookworm
	works_with 'mounting beneath' 'idmapped mounts' 'ok       idmapped mounts' owners
}

test_linux_6_12() {
	on_kernel trixie
	works_with 'idmapped mounts' 'ok       idmapped mounts' owners
}
