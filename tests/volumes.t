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

# --- volumes of the container's own ----------------------------------------------------------------

names() { ls "$LINKBOX_STATE/volumes" 2>/dev/null; }
are_only() { [ "$(names)" = "$1" ]; }

test_a_target_alone_is_a_volume_with_a_name_of_64_digits() {
	linkbox create --name web -v /www busybox
	like "$(names)" '[0-9a-f]{64}'
	is "$(ask inspect -f '{{ range .Mounts }}{{ .Type }} {{ .Name }} {{ .Source }} {{ .Destination }}{{ end }}' web)" \
		"volume $(names) $LINKBOX_STATE/volumes/$(names)/_data /www"
	linkbox inspect -f '{{ json .Config.Volumes }} {{ json .HostConfig.Binds }}' web
	prints '{"/www":{}} null'
}

test_rm_v_takes_them_along_and_rm_does_not() {
	image keeping -c 'VOLUME /www /data'
	linkbox run --name web -v /more keeping true
	is "$(names | wc -l)" 3
	linkbox rm -v web
	is "$(names)" ''
	linkbox run --name web -v /more keeping true
	linkbox rm web
	is "$(names | wc -l)" 3
}

test_rm_at_the_end_takes_them_along_and_leaves_those_with_a_name() {
	linkbox run --rm -v /www -v named:/data busybox true
	eventually are_only named
}

test_a_container_that_never_came_to_be_leaves_none() {
	refuses run --name web -v /etc/passwd busybox true
	warns 'source /etc/passwd is not directory'
	is "$(names)" ''
}

test_begins_with_what_the_image_has_with_owner_and_mode() {
	linkbox run --rm -v /home/alice -v /tmp -v /www busybox sh -c \
		'stat -c "%U %a" /home/alice /tmp; cat /www/index.html; stat -c %a /www/cgi-bin/db'
	prints 'alice 755' 'root 1777' 'Hello world!' 755
}

test_is_filled_when_the_container_is_made() {
	linkbox create --name data -v named:/www busybox
	linkbox run --rm --volumes-from data busybox cat /www/index.html
	prints 'Hello world!'
}

test_one_that_is_not_empty_is_left_as_it_is() {
	linkbox run --rm -v named:/x busybox touch /x/mine
	linkbox run --rm -v named:/www busybox ls /www
	prints mine
}

test_one_that_was_emptied_stays_empty_over_a_restart() {
	linkbox run -d --name web -v named:/www busybox
	linkbox exec web sh -c 'rm -r /www/*'
	linkbox restart web
	linkbox exec web ls /www
	prints
}

test_a_copy_that_was_cut_off_is_made_again() {
	linkbox create --name web -v named:/www busybox
	touch "$LINKBOX_STATE/volumes/named/filling"
	rm "$LINKBOX_STATE/volumes/named/_data/index.html"
	linkbox start web
	linkbox exec web ls /www
	prints cgi-bin index.html
	not [ -e "$LINKBOX_STATE/volumes/named/filling" ]
}

test_nocopy_leaves_it_empty() {
	linkbox run --rm -v named:/www:nocopy busybox ls /www
	prints
}

test_one_with_a_name_is_shared_and_outlives_its_containers() {
	linkbox run -d --name db -v named:/data busybox
	linkbox exec db sh -c 'echo rows >/data/file'
	linkbox run --rm -v named:/data:ro busybox cat /data/file
	prints rows
	linkbox rm -fv db
	linkbox run --rm -v named:/data busybox cat /data/file
	prints rows
}

test_one_with_a_name_may_be_read_only() {
	fails_with 1 run --rm -v named:/data:ro busybox touch /data/file
	says 'touch: /data/file: Read-only file system'
}

test_the_driver_is_local() {
	linkbox run --rm --volume-driver local -v named:/data busybox true
	fails_with 125 run --volume-driver nfs -v named:/data busybox true
	says 'linkbox: create named: error looking up volume plugin nfs: plugin "nfs" not found'
}

test_what_is_mounted_there_takes_the_place_of_the_images_volume() {
	image keeping -c 'VOLUME /www'
	linkbox create --name web --tmpfs /www keeping true
	is "$(names)" ''
	linkbox create --name db -v named:/www/ keeping true
	is "$(names)" named
}

test_a_path_is_made_plain() {
	linkbox run --rm -v named:/a//b/../c/./ busybox sh -c 'grep -c " /a/c " /proc/mounts'
	prints 1
}

test_the_same_words_twice_count_once() {
	linkbox run --rm -v named:/a -v named:/a busybox true
	refuses run -v named:/a -v other:/a busybox true
	says 'linkbox: Duplicate mount point: /a'
}

test_after_a_power_cut_rm_f_takes_the_volume_of_a_rm_container() {
	linkbox create --rm --name web -v /www -v named:/data busybox
	rm -r "${LINKBOX_RUN:?}"/*
	linkbox rm -f ghost
	is "$(names)" named
}

# --- --volumes-from ---------------------------------------------------------------------------------

test_volumes_from_mounts_what_the_other_has() {
	mkdir dir
	linkbox run -d --name db -v named:/data -v "$PWD/dir:/dir" -v /own --tmpfs /memory busybox
	linkbox exec db touch /data/a /dir/b /own/c /memory/d
	linkbox run --rm --volumes-from db busybox sh -c 'ls /data /dir /own; [ ! -e /memory ]'
	shows '^a$'
	shows '^b$'
	shows '^c$'
}

test_volumes_from_may_be_read_only_and_stays_so() {
	linkbox create --name db -v named:/data -v other:/other:ro busybox
	fails_with 1 run --rm --volumes-from db:ro busybox touch /data/file
	warns 'Read-only file system'
	fails_with 1 run --rm --volumes-from db:rw busybox touch /other/file
	warns 'Read-only file system'
	linkbox run --rm --volumes-from db busybox touch /data/file
	linkbox create --name web --volumes-from db:ro busybox
	linkbox inspect -f '{{ json .HostConfig.VolumesFrom }}{{ range .Mounts }} {{ .Name }} {{ .Mode }}{{ .RW }}{{ end }}' web
	prints '["db:ro"] named false other false'
}

test_volumes_from_gives_way_to_what_is_asked_for() {
	linkbox create --name db -v named:/data busybox
	linkbox create --name web --volumes-from db -v other:/data busybox
	linkbox inspect -f '{{ range .Mounts }}{{ .Name }}{{ end }}' web
	prints other
}

test_the_last_container_with_a_volume_of_their_own_takes_it_along() {
	linkbox create --name db -v /data busybox
	linkbox create --name web --volumes-from db busybox
	linkbox rm -v db
	is "$(names | wc -l)" 1
	linkbox rm -v web
	is "$(names)" ''
}

test_volumes_from_refuses_bad_words() {
	linkbox create --name db busybox
	refuses create --volumes-from ghost busybox
	says 'linkbox: No such container: ghost'
	refuses create --volumes-from '' busybox
	says 'linkbox: volumes-from specification cannot be an empty string'
	for mode in bogus nocopy rprivate ro:x; do
		refuses create --volumes-from "db:$mode" busybox
		says "linkbox: invalid mode: $mode"
	done
	linkbox create --volumes-from db:ro,z busybox
}

# --- modes -----------------------------------------------------------------------------------------

test_modes_that_docker_takes() {
	mkdir data
	for mode in '' ro rw z Z ro,z private rprivate ro,rprivate cached delegated,ro consistent; do
		linkbox run --rm -v "$PWD/data:/data:$mode" busybox grep -q ' /data ' /proc/mounts
	done
	linkbox create --name web -v "$PWD/data:/data:ro,rprivate" busybox
	linkbox inspect -f '{{ range .Mounts }}{{ .Mode }} {{ .RW }} {{ .Propagation }}{{ end }}' web
	prints 'ro,rprivate false rprivate'
}

test_modes_that_do_not_go_together() {
	for mode in ro,rw ro,ro z,Z private,rprivate RO bogus; do
		refuses run -v "/tmp:/x:$mode" busybox true
		says "linkbox: invalid mode: $mode"
	done
	refuses run -v /tmp:/x:nocopy busybox true
	says "linkbox: invalid volume specification: '/tmp:/x:nocopy': invalid mount config for type \"bind\": field VolumeOptions must not be specified"
	refuses run -v named:/x:rprivate busybox true
	says "linkbox: invalid volume specification: 'named:/x:rprivate': invalid mount config for type \"volume\": field BindOptions must not be specified"
	refuses run -v /tmp:/x:rshared busybox true
	says 'linkbox: mount /x: propagation rshared is not supported: what is mounted later stays outside'
}

test_refuses_bad_names() {
	refuses run -v a/b:/x busybox true
	says 'linkbox: create a/b: "a/b" includes invalid characters for a local volume name, only "[a-zA-Z0-9][a-zA-Z0-9_.-]" are allowed. If you intended to pass a host directory, use absolute path'
	refuses run -v x:/x busybox true
	says 'linkbox: create x: volume name is too short, names should be at least two alphanumeric characters'
	refuses run -v /x:ro busybox true
	says "linkbox: invalid volume specification: '/x:ro'"
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
