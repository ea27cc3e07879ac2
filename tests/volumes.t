#!/bin/sh
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

before_each() {
	image
}

test_a_directory_of_the_host_is_seen_in_the_container() {
	mkdir data
	echo hello >data/file
	linkbox run --rm -v "$PWD/data:/data" busybox sh -c 'cat /data/file; echo back >/data/answer'
	prints hello
	is "$(cat data/answer)" back
}

test_a_file_of_the_host() {
	echo hello >file
	linkbox run --rm -v "$PWD/file:/etc/some.conf" busybox cat /etc/some.conf
	prints hello
}

test_ro_is_read_only_and_rw_is_not() {
	mkdir data
	fails_with 1 run --rm -v "$PWD/data:/data:ro" busybox touch /data/file
	says 'touch: /data/file: Read-only file system'
	linkbox run --rm -v "$PWD/data:/data:rw" busybox touch /data/file
	[ -e data/file ] || fail 'not written'
}

test_a_missing_directory_is_made() {
	linkbox run --rm -v "$PWD/new/dir:/data" busybox touch /data/file
	[ -e new/dir/file ] || fail 'not made'
}

test_several_and_one_inside_the_other() {
	mkdir outer inner
	echo outer >outer/file
	echo inner >inner/file
	linkbox run --rm -v "$PWD/inner:/data/inner" -v "$PWD/outer:/data" busybox cat /data/file /data/inner/file
	prints outer inner
}

test_is_still_there_after_a_restart() {
	mkdir data
	linkbox run -d --name web -v "$PWD/data:/data" busybox
	linkbox exec web touch /data/file
	linkbox restart web
	linkbox exec web ls /data
	prints file
}

test_rm_leaves_the_directory_of_the_host_alone() {
	mkdir data
	linkbox run --name web -v "$PWD/data:/data" busybox touch /data/file
	linkbox rm -v web
	[ -e data/file ] || fail 'gone'
}

test_volumes_of_the_image_have_its_files_and_end_with_rm_v() {
	image keeping -c 'VOLUME /www' -c 'CMD ["sleep", "1000"]'
	linkbox run -d --name web keeping
	linkbox exec web cat /www/index.html
	prints 'Hello world!'
	linkbox exec web touch /www/new
	linkbox restart web
	linkbox exec web ls /www/new
	prints /www/new
	linkbox rm -f -v web
	linkbox run --rm keeping ls /www
	prints cgi-bin index.html
}

test_inspect_shows_it() {
	mkdir data
	linkbox create --name web -v "$PWD/data:/data:ro" busybox
	linkbox inspect -f '{{ range .Mounts }}{{ .Type }} {{ .Source }} {{ .Destination }} {{ .Mode }} {{ .RW }}{{ end }}' web
	prints "bind $PWD/data /data ro false"
	linkbox inspect -f '{{ json .HostConfig.Binds }}' web
	prints "[\"$PWD/data:/data:ro\"]"
}

test_refuses_bad_ones_in_the_words_of_docker() {
	fails_with 125 docker run -v rel:/x:rw:z busybox true
	says "docker: Error response from daemon: invalid volume specification: 'rel:/x:rw:z'." "See 'docker run --help'."
	fails_with 125 docker run -v /tmp:rel busybox true
	says "docker: Error response from daemon: invalid volume specification: '/tmp:rel': invalid mount config for type \"bind\": invalid mount path: 'rel' mount path must be absolute." \
		"See 'docker run --help'."
	fails_with 125 docker run -v /tmp:/x:bogus busybox true
	says 'docker: Error response from daemon: invalid mode: bogus.' "See 'docker run --help'."
	fails_with 125 docker run -v /tmp:/ busybox true
	says "docker: Error response from daemon: invalid volume specification: '/tmp:/': invalid mount config for type \"bind\": invalid specification: destination can't be '/'." \
		"See 'docker run --help'."
	fails_with 125 docker run -v /tmp:/x -v /var:/x busybox true
	says 'docker: Error response from daemon: Duplicate mount point: /x.' "See 'docker run --help'."
	linkbox ps -aq
	prints
}

test_a_link_in_the_image_does_not_lead_out_of_it() {
	mkdir data
	linkbox run --name web busybox ln -s /../../../../etc /trap
	linkbox rm web
	mkdir -p root/bin
	ln -s "$PWD/outside" root/trap
	mkdir outside
	cp /usr/bin/busybox root/bin/sh
	tar -C root -cf trap.tar .
	linkbox import trap.tar trap
	linkbox run --rm -v "$PWD/data:/trap/deep" trap sh -c true
	is "$(ls outside)" ''
}
