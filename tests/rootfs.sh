# The root file system of the tests' images.
# SPDX-License-Identifier: MIT
# shellcheck shell=dash
#
# Whoever sources this sets: top, the work tree; cache, a directory of its build; rootfs, the archive
# to make there.

# The images' root: busybox with a link for each of its applets, root and one more user, and small
# scripts: `serve TEXT [PORT]` answers requests with TEXT, `idle` says ready and ends on SIGTERM;
# `python`, `bash` and `postgres` stand for those of the images on Docker's page.
make_rootfs() {
	[ "$rootfs" -nt "$top/tests/rootfs.sh" ] && return
	root=$cache/root
	rm -rf "$root"
	mkdir -p "$root/bin" "$root/etc" "$root/tmp" "$root/root" "$root/www/cgi-bin" "$root/home/alice" \
		"$root/opt/webapp" "$root/usr/lib/postgresql"
	cp "$(command -v busybox)" "$root/bin/busybox"
	for applet in $("$root/bin/busybox" --list); do
		[ "$applet" = busybox ] || ln -s busybox "$root/bin/$applet"
	done
	chmod 1777 "$root/tmp"
	chown 1000:1000 "$root/home/alice"
	printf '%s\n' 'root:x:0:0:root:/root:/bin/sh' 'alice:x:1000:1000::/home/alice:/bin/sh' \
		'postgres:x:70:70::/:/bin/sh' >"$root/etc/passwd"
	printf '%s\n' 'root:x:0:' 'alice:x:1000:' 'crew:x:2000:alice' 'postgres:x:70:' >"$root/etc/group"
	echo 'Hello world!' >"$root/www/index.html"
	cat >"$root/bin/idle" <<-'END'
		#!/bin/sh
		trap 'exit 0' TERM
		echo ready
		sleep 100000 & wait
	END
	cat >"$root/bin/serve" <<-'END'
		#!/bin/sh
		echo "$1" >/www/index.html
		exec httpd -f -p "${2-5000}" -h /www
	END
	printf '%s\n' '#!/bin/sh' 'exec httpd -f -p 5000 -h /www' >"$root/bin/python"
	printf '%s\n' '#!/bin/sh' 'PS1="\u@\h:\w# " exec sh "$@"' >"$root/bin/bash"
	mkdir "$root/srv"
	echo 'rows of db' >"$root/srv/index.html"
	printf '%s\n' '#!/bin/sh' 'exec httpd -f -p 5432 -h /srv' >"$root/usr/lib/postgresql/postgres"
	# a page that web makes of what its source db answers, by variable and by name
	cat >"$root/www/cgi-bin/db" <<-'END'
		#!/bin/sh
		printf 'Content-Type: text/plain\r\n\r\n'
		echo "by variable: $(wget -qO- "http://$DB_PORT_5432_TCP_ADDR:$DB_PORT_5432_TCP_PORT/")"
		echo "by name: $(wget -qO- http://db:5432/)"
	END
	chmod 755 "$root/bin/idle" "$root/bin/serve" "$root/bin/python" "$root/bin/bash" \
		"$root/usr/lib/postgresql/postgres" "$root/www/cgi-bin/db"
	tar -C "$root" -cf "$rootfs.new" .
	mv "$rootfs.new" "$rootfs"
}
