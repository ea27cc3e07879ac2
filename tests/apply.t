#!/bin/sh
# apply: the containers of a device, made to match the files of a directory.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

before_each() {
	image
	files=$box/files
	mkdir "$files"
}

# file NAME LINE...: NAME.run with these lines
file() {
	called=$1
	shift
	lines "$@" >"$files/$called.run"
}

apply() {
	linkbox apply "$@" "$files"
}

id_of() {
	"$LINKBOX" inspect -f '{{ .Id }}' "$1"
}

command_of() {
	"$LINKBOX" inspect -f '{{ json .Config.Cmd }}' "$1"
}

runs() {
	is "$(state_of "$1")" running
}

test_creates_and_starts_what_is_missing() {
	file db 'busybox'
	file web 'run -d --name www busybox sleep 5000'
	apply
	prints 'create db' 'create www'
	runs db
	runs www
}

test_inspect_tells_the_file() {
	file db busybox
	apply
	linkbox run -d --name hand busybox
	linkbox inspect -f '{{ .Provisioned }}' db hand
	prints "$files/db.run" ''
	linkbox inspect hand
	lacks Provisioned
}

test_does_nothing_the_second_time() {
	file db 'busybox'
	apply
	before=$(id_of db)
	apply
	says_nothing
	is "$(id_of db)" "$before"
}

test_says_what_stays_when_asked() {
	file db 'busybox'
	apply
	apply --verbose
	prints 'keep db'
}

test_a_dry_run_says_the_same_and_changes_nothing() {
	file db busybox
	file web '--link db busybox'
	apply --dry-run
	prints 'create db' 'create web'
	linkbox ps -aq
	prints
	apply
	file db busybox sleep 5000
	rm "$files/web.run"
	before=$(id_of db)
	apply -n
	prints 'remove web' 'recreate db: words changed'
	is "$(id_of db)" "$before"
	runs web
}

test_writes_nothing_when_nothing_has_changed() {
	file db busybox
	file web '--link db busybox'
	apply
	find "$LINKBOX_STATE" -printf '%p %s %T@ %C@ %i\n' | sort >"$box/before"
	strace -f -o "$box/calls" -e trace=desc,file "$LINKBOX" apply "$files"
	find "$LINKBOX_STATE" -printf '%p %s %T@ %C@ %i\n' | sort | diff "$box/before" -
	not grep -E 'O_(WRONLY|RDWR).*/state| (p?write|rename|unlink|mkdir|link|symlink|fsync)[a-z0-9]*\(.*/state' "$box/calls"
}

test_a_word_that_changes_makes_the_container_anew_and_no_other() {
	file db busybox
	file web busybox
	apply
	db=$(id_of db)
	web=$(id_of web)
	file web busybox sleep 5000
	apply
	prints 'recreate web: words changed'
	is "$(id_of db)" "$db"
	isnt "$(id_of web)" "$web"
	is "$(command_of web)" '["sleep","5000"]'
	runs web
}

test_comments_white_space_and_the_word_run_change_nothing() {
	file db 'busybox sleep 5000'
	apply
	for text in '# a comment
busybox   sleep 5000' 'linkbox run busybox sleep \
 5000 # five' 'docker run busybox "sleep"
	5000' "run 'busybox' sleep 50\\00"; do
		file db "$text"
		apply
		says_nothing
	done
}

test_another_image_of_the_name_makes_the_container_anew() {
	file db busybox
	file web --link db busybox
	apply
	image busybox -c 'CMD ["sleep", "200000"]' -c 'STOPSIGNAL SIGKILL'
	apply
	prints 'recreate db: image changed' 'recreate web: image changed'
	is "$(command_of db)" '["sleep","200000"]'
	apply
	says_nothing
}

test_an_image_without_a_name_any_more_changes_nothing() {
	file db busybox
	apply
	linkbox tag busybox other
	linkbox rmi busybox
	apply
	says_nothing
}

test_a_file_of_variables_that_changes_makes_the_container_anew() {
	file db '--env-file db.env busybox'
	echo A=1 >"$files/db.env"
	apply
	apply
	says_nothing
	echo A=2 >"$files/db.env"
	apply
	prints 'recreate db: db.env changed'
	linkbox exec db sh -c 'echo $A'
	prints 2
}

test_what_is_gone_is_removed_with_its_consumers_first() {
	file db busybox
	file web '--link db busybox'
	file zoo busybox
	apply
	rm "$files/db.run" "$files/web.run"
	apply
	prints 'remove web' 'remove db'
	linkbox ps -a --format '{{ .Names }}'
	prints zoo
	rm "$files/zoo.run"
	apply
	prints 'remove zoo'
}

test_containers_made_by_hand_are_not_touched() {
	linkbox run -d --name hand busybox
	hand=$(id_of hand)
	file db busybox
	file hand busybox
	refuses apply "$files"
	prints 'create db'
	says "linkbox: $files/hand.run:1: the name hand is that of a container that was made by hand"
	is "$(id_of hand)" "$hand"
	rm "$files"/*.run
	apply
	prints 'remove db'
	is "$(id_of hand)" "$hand"
}

test_containers_of_another_directory_are_not_touched() {
	file db busybox
	apply
	mkdir "$box/other"
	echo busybox >"$box/other/web.run"
	linkbox apply "$box/other"
	prints 'create web'
	runs db
	echo '--name db busybox' >"$box/other/data.run"
	refuses apply "$box/other"
	says "linkbox: $box/other/data.run:1: the name db is already given by $files/db.run"
}

test_a_directory_that_has_moved_takes_its_containers_over() {
	file db busybox
	apply
	mv "$files" "$box/moved"
	linkbox apply "$box/moved"
	prints "recreate db: $files/db.run is gone"
	linkbox apply "$box/moved"
	says_nothing
}

test_sources_come_before_consumers_whatever_their_names() {
	file aa '--link bb:b busybox'
	file bb '--link dd --volumes-from cc busybox'
	file cc '--net container:dd busybox'
	file dd busybox
	apply
	prints 'create dd' 'create cc' 'create bb' 'create aa'
	for name in aa bb cc dd; do
		runs $name
	done
}

test_links_in_a_circle_are_refused_and_the_others_made() {
	file aa '--link bb busybox'
	file bb '# a comment' '--link aa busybox'
	file cc busybox
	refuses apply "$files"
	prints 'create cc'
	says "linkbox: $files/aa.run:1: the containers that it needs wait for each other" \
		"linkbox: $files/bb.run:2: the containers that it needs wait for each other"
	runs cc
}

test_a_source_made_anew_keeps_its_address_and_its_consumers_run_on() {
	file db '--expose 5432 busybox serve "rows of db" 5432'
	file web '--link db busybox'
	apply
	address=$(address db)
	web=$(pid_of web)
	file db '--expose 5432 -e A=1 busybox serve "more rows of db" 5432'
	apply
	prints 'recreate db: words changed'
	is "$(address db)" "$address"
	is "$(pid_of web)" "$web"
	eventually connects web "$address" 5432
	linkbox exec web wget -qO- http://db:5432/
	prints 'more rows of db'
}

test_who_shares_a_network_is_made_anew_with_it() {
	file db busybox
	file side '--net container:db busybox'
	apply
	file db busybox sleep 5000
	apply
	prints 'recreate db: words changed' 'recreate side: db is re-created'
	runs side
	apply
	says_nothing
}

volume_at() {
	"$LINKBOX" inspect -f "{{ range .Mounts }}{{ if eq .Destination \"$2\" }}{{ .Name }}{{ end }}{{ end }}" "$1"
}

test_data_in_volumes_without_a_name_outlives_a_change() {
	image busybox -c 'CMD ["sleep", "100000"]' -c 'STOPSIGNAL SIGKILL' -c 'VOLUME /data'
	file db '-v /more busybox'
	apply
	linkbox exec db sh -c 'echo rows >/data/rows; echo more >/more/rows'
	data=$(volume_at db /data)
	for word in one two; do
		file db "-v /more -e A=$word -v /new busybox"
		apply
		prints 'recreate db: words changed'
		linkbox exec db cat /data/rows /more/rows
		prints rows more
		is "$(volume_at db /data)" "$data"
	done
	is "$(ask volume ls -q | wc -l)" 3
	not ls -A "$LINKBOX_STATE"/heirlooms/*
	linkbox rm -fv db
	linkbox volume ls -q
	shows "$data"
}

test_data_outlives_a_change_that_fails() {
	file db '-v /data busybox'
	apply
	linkbox exec db sh -c 'echo rows >/data/rows'
	linkbox run -d --name other -p 8080:80 busybox
	file db '-v /data -p 8080:80 busybox'
	refuses apply "$files"
	warns 'port is already allocated'
	linkbox rm -f other
	apply
	prints 'start db'
	linkbox exec db cat /data/rows
	prints rows
}

test_a_name_that_changes_is_a_removal_and_a_creation() {
	file db '--name one -v /data busybox'
	file web '--name two busybox'
	apply
	linkbox exec one sh -c 'echo rows >/data/rows'
	file db '--name two -v /data busybox'
	file web '--name one busybox'
	apply --dry-run
	prints 'remove one' 'remove two' 'create two' 'create one'
	apply
	apply
	says_nothing
	runs one
	linkbox exec two cat /data/rows
	prints rows
}

test_two_files_of_one_name_are_one_container_and_an_error() {
	file db busybox
	file web '--name' 'db' 'busybox'
	refuses apply "$files"
	prints 'create db'
	says "linkbox: $files/web.run:2: the name db is already given by $files/db.run"
}

test_what_was_stopped_by_hand_stays_stopped() {
	file db busybox
	apply
	linkbox stop db
	apply
	says_nothing
	is "$(state_of db)" exited
}

test_what_was_removed_by_hand_comes_back() {
	file db busybox
	apply
	linkbox rm -f db
	apply
	prints 'create db'
	runs db
}

test_what_was_created_and_never_started_is_started() {
	file db '-p 8080:80 busybox'
	linkbox run -d --name hand -p 8080:80 busybox
	refuses apply "$files"
	prints 'create db'
	warns "$files/db.run:1: "
	warns 'port is already allocated'
	linkbox rm -f hand
	apply
	prints 'start db'
	runs db
}

test_a_file_that_cannot_be_read_leaves_its_container_alone() {
	file db busybox
	file web busybox
	apply
	db=$(id_of db)
	for text in '' '# nothing' 'busybox "open' '--no-such-flag busybox' '-d' 'nobody/has:this'; do
		printf '%s' "$text" >"$files/db.run"
		refuses apply "$files"
		prints
		is "$(id_of db)" "$db"
		runs db
	done
}

test_what_is_wrong_is_said_with_file_and_line() {
	file flag '# first' '--name flag' '--colour blue' 'busybox'
	file image '--name image' '' 'nobody/has:this sleep 10'
	file letter '-d' '-Z busybox'
	file link 'docker run \' '--link a:b:c \' 'busybox'
	file named '--name' '.odd' 'busybox'
	file noimage '-e A=1'
	file quote 'busybox' 'sh -c "echo' 'more'
	file second 'linkbox run busybox' '' 'linkbox run busybox'
	file typed '-e A=1' '-it busybox'
	file volume '-v /a' '-v /tmp:/tmp:rw:rw' 'busybox'
	file gone '--rm' 'busybox'
	file help '--help'
	printf 'busybox\nsleep\0' >"$files/nul.run"
	head -c 1048577 /dev/zero | tr '\0' a >"$files/long.run"
	seq 5000 >"$files/many.run"
	: >"$files/empty.run"
	mkdir "$files/directory.run"
	mkfifo "$files/fifo.run"
	refuses apply "$files"
	sort "$stderr" -o "$stderr"
	prints 'create volume'
	says "linkbox: $files/directory.run: it is no file" \
		"linkbox: $files/empty.run:1: there is no command in it" \
		"linkbox: $files/fifo.run: it is no file" \
		"linkbox: $files/flag.run:3: unknown flag: --colour" \
		"linkbox: $files/gone.run:1: --rm is not supported: a file's container goes with its file" \
		"linkbox: $files/help.run:1: --help is not for a file" \
		"linkbox: $files/image.run:3: Unable to find image 'nobody/has:this' locally" \
		"linkbox: $files/letter.run:2: unknown shorthand flag: 'Z' in -Z" \
		"linkbox: $files/link.run:2: invalid argument \"a:b:c\" for \"--link\" flag: bad format for links: a:b:c" \
		"linkbox: $files/long.run: longer than 1024 KiB" \
		"linkbox: $files/many.run:4097: there are too many words" \
		"linkbox: $files/named.run:2: Invalid container name (.odd), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed" \
		"linkbox: $files/noimage.run:1: \"run\" requires at least 1 argument: the image" \
		"linkbox: $files/nul.run:2: a NUL is in it" \
		"linkbox: $files/quote.run:2: a double quote is never closed" \
		"linkbox: $files/second.run:3: a second command: each has a file of its own" \
		"linkbox: $files/typed.run:2: --interactive is not supported: what a file starts runs by itself" \
		"linkbox: $files/volume.run:2: invalid volume specification: '/tmp:/tmp:rw:rw'"
	linkbox ps -aq
	prints
}

test_nothing_in_a_file_is_expanded() {
	file db '-e A=$HOME -e' "'B=a b'" '-e "C=\"c\" \$d" busybox' 'sh -c "sleep 5000; echo $A `B` *"'
	apply
	linkbox exec db sh -c 'echo "$A"; echo "$B"; echo "$C"'
	prints '$HOME' 'a b' '"c" $d'
	is "$(command_of db)" '["sh","-c","sleep 5000; echo $A `B` *"]'
}

test_a_variable_named_alone_has_no_value_whoever_calls() {
	file db '-e SECRET busybox'
	SECRET=1 apply
	linkbox exec db env
	lacks SECRET
	apply
	says_nothing
}

test_other_files_are_left_alone() {
	file db busybox
	for name in README db.run~ .hidden.run run .run db.run.bak; do
		echo nonsense >"$files/$name"
	done
	apply
	prints 'create db'
}

test_a_link_to_a_file_is_a_file() {
	echo busybox >"$box/real"
	ln -s "$box/real" "$files/db.run"
	apply
	prints 'create db'
}

test_the_directory_is_the_configured_one() {
	file db busybox
	echo "provision=$files" >"$LINKBOX_CONF"
	linkbox apply
	prints 'create db'
	echo 'provision=here' >"$LINKBOX_CONF"
	refuses apply
	warns 'bad line: provision=here'
}

test_a_relative_directory_is_the_same_one() {
	file db busybox
	apply
	cd "$box"
	linkbox apply files/
	says_nothing
	linkbox apply ./files
	says_nothing
}

test_a_directory_that_is_not_there_is_an_error_and_removes_nothing() {
	file db busybox
	apply
	mv "$files" "$files.away"
	refuses apply "$files"
	says "linkbox: open $files: No such file or directory"
	runs db
}

test_two_at_a_time_make_one_container() {
	file db busybox
	for i in 1 2 3 4; do
		"$LINKBOX" apply "$files" >"out.$i" 2>&1 &
	done
	wait
	cat out.* >"$stdout"
	prints 'create db'
}

boot() {
	echo "provision=$files" >"$LINKBOX_CONF"
	linkbox boot
}

test_boot_makes_what_is_new_and_starts_it_behind_its_sources() {
	file db '--restart always busybox'
	boot
	prints 'create db' db
	runs db
	kill_monitor db
	rm -r "$LINKBOX_RUN"
	file aa '--link db busybox'
	boot
	prints 'create aa' db aa
	runs aa
	boot
	prints db
}

test_boot_starts_what_was_never_started() {
	file db '-p 8080:80 busybox'
	linkbox run -d --name hand -p 8080:80 busybox
	refuses apply "$files"
	linkbox rm -f hand
	boot
	prints db
	runs db
}

test_boot_needs_no_directory_and_takes_an_empty_one_for_a_missing_one() {
	file db busybox
	apply
	mv "$files" "$files.away"
	boot
	says_nothing
	mkdir "$files"
	echo "provision=$files" >"$LINKBOX_CONF"
	refuses boot
	says "linkbox: $files holds no files: what they made stays until \"apply\" removes it"
	runs db
	apply
	prints 'remove db'
}

# pack ARCHIVE TAG WORD: an archive of a busybox that sleeps, one for each WORD
pack() {
	mkdir pack
	cp "$rootfs" pack/layer.tar
	printf '{"architecture":"%s","os":"linux","author":"%s","config":{"Cmd":["sleep","100000"],"StopSignal":"KILL"},
		"rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}' "$(machine_name)" "$3" \
		"$(sha256sum <"$rootfs" | cut -d ' ' -f 1)" >pack/config.json
	printf '[{"Config":"config.json","RepoTags":["%s"],"Layers":["layer.tar"]}]' "$2" >pack/manifest.json
	image_id=$(sha256sum <pack/config.json | cut -d ' ' -f 1)
	case $1 in
	*.tar) tar -C pack -cf "$1" . ;;
	*) tar -C pack -czf "$1" . ;;
	esac
	rm -r pack
}

machine_name() {
	case $(uname -m) in
	x86_64) echo amd64 ;;
	aarch64) echo arm64 ;;
	*) uname -m ;;
	esac
}

image_of() {
	"$LINKBOX" inspect -f '{{ .Id }}' --type image "$1"
}

# what_it_reads: apply, and how many bytes it reads meanwhile
what_it_reads() {
	strace -f -e trace=read,pread64 -e status=successful -o "$box/calls" "$LINKBOX" apply "$files" >&2
	sed -n 's/.* = \([0-9]*\)$/\1/p' "$box/calls" | awk '{ sum += $1 } END { print sum }'
}

test_archives_are_loaded_before_anything_is_made() {
	pack "$files/web.tar" web:1 one
	pack "$files/zip.tgz" zip:1 two
	pack "$files/gz.tar.gz" gz:1 three
	file web web:1
	file zip zip:1
	file gz gz:1
	apply --dry-run
	prints 'load gz.tar.gz' 'load web.tar' 'load zip.tgz' 'create gz' 'create web' 'create zip'
	apply
	prints 'load gz.tar.gz' 'load web.tar' 'load zip.tgz' 'create gz' 'create web' 'create zip'
	runs web
	apply
	says_nothing
	apply -v
	prints 'keep gz.tar.gz' 'keep web.tar' 'keep zip.tgz' 'keep gz' 'keep web' 'keep zip'
}

test_an_archive_that_was_loaded_is_not_read_again() {
	pack "$files/web.tar" web one
	pack "$files/zip.tgz" zip two
	apply
	find "$LINKBOX_STATE" -printf '%p %s %T@ %C@ %i\n' | sort >"$box/before"
	[ "$(what_it_reads)" -lt 500000 ]   # of 3 MB
	find "$LINKBOX_STATE" -printf '%p %s %T@ %C@ %i\n' | sort | diff "$box/before" -
}

test_an_archive_of_images_that_are_there_is_not_loaded() {
	pack "$box/web.tar" web one
	linkbox load -i "$box/web.tar"
	cp "$box/web.tar" "$files"
	apply
	says_nothing
}

test_a_new_archive_of_the_name_is_loaded_and_its_containers_made_anew() {
	for name in web.tar web.tgz; do
		rm -f "$files"/*
		pack "$files/$name" web "$name one"
		file web web
		apply
		pack "$files/$name" web "$name two"
		apply
		prints "load $name" 'recreate web: image changed'
		is "$(image_of web)" "sha256:$image_id"
		apply
		says_nothing
	done
}

test_a_tag_that_was_moved_by_hand_stays_where_it_is() {
	pack "$files/web.tar" web one
	pack "$files/zip.tgz" zip one
	apply
	linkbox tag busybox web
	linkbox tag busybox zip
	apply
	says_nothing
	is "$(image_of web)" "$(image_of busybox)"
}

test_an_image_that_was_removed_by_hand_is_loaded_again() {
	pack "$files/web.tar" web one
	pack "$files/zip.tgz" zip two
	apply
	linkbox rmi web zip
	apply
	prints 'load web.tar' 'load zip.tgz'
}

test_images_stay_when_their_archive_is_gone() {
	pack "$files/web.tar" web one
	apply
	rm "$files/web.tar"
	apply
	says_nothing
	linkbox run -d web
}

test_an_image_file_names_an_archive_and_its_digest() {
	mkdir "$box/usb"
	pack "$box/usb/web.tar" web one
	lines '# on the stick' " path = $box/usb/web.tar" "sha256=$(sha256sum <"$box/usb/web.tar" | cut -d ' ' -f 1)" \
		>"$files/web.image"
	pack "$files/zip.archive" zip two
	lines 'path=zip.archive' "id=sha256:$image_id" >"$files/zip.image"
	file web web
	apply
	prints 'load web.image' 'load zip.image' 'create web'
	rm -r "$box/usb" "$files/zip.archive"
	apply
	says_nothing
	linkbox rmi zip
	refuses apply "$files"
	says "linkbox: open $files/zip.archive: No such file or directory"
}

test_an_archive_of_another_digest_is_not_loaded() {
	pack web.tar web one
	other=$(echo other | sha256sum | cut -d ' ' -f 1)
	is_now=$(sha256sum <web.tar | cut -d ' ' -f 1)
	lines "path=$PWD/web.tar" "sha256=$other" >"$files/web.image"
	refuses apply "$files"
	prints 'load web.image'
	says "linkbox: read $PWD/web.tar: its digest is sha256:$is_now, not sha256:$other"
	lines "path=$PWD/web.tar" "id=$other" >"$files/web.image"
	refuses apply "$files"
	says "linkbox: read $PWD/web.tar: image sha256:$other is not in it"
	lines "path=$PWD/web.tar" "id=$image_id" "sha256=$is_now" >"$files/web.image"
	refuses inspect --type image web
	echo >>web.tar
	refuses apply "$files"
	refuses inspect --type image web
}

test_another_digest_that_is_wanted_means_another_archive() {
	pack web.tar web one
	lines "path=$PWD/web.tar" "sha256=$(sha256sum <web.tar | cut -d ' ' -f 1)" >"$files/web.image"
	apply
	pack web.tar web two
	apply
	says_nothing
	lines "path=$PWD/web.tar" "sha256=$(sha256sum <web.tar | cut -d ' ' -f 1)" >"$files/web.image"
	apply
	prints 'load web.image'
	is "$(image_of web)" "sha256:$image_id"
}

test_what_is_wrong_with_images_is_said_and_the_rest_is_made() {
	file db busybox
	echo nonsense >"$files/bad.tar"
	pack "$files/cut.tgz" web one
	truncate -s 100000 "$files/cut.tgz"
	mkdir "$files/directory.tar"
	lines path=/a >"$files/1.image"
	lines '' 'path=/a' 'sha256=abc' >"$files/2.image"
	lines 'path=/a' 'nonsense' >"$files/3.image"
	lines "id=$(: | sha256sum | cut -d ' ' -f 1)" >"$files/4.image"
	lines 'path=/a' 'path=/b' >"$files/5.image"
	mkfifo "$files/6.image"
	refuses apply "$files"
	prints 'load cut.tgz' 'create db'
	warns "linkbox: read $files/bad.tar: "
	warns "linkbox: read $files/cut.tgz: "
	warns "linkbox: $files/directory.tar: it is no file"
	warns "linkbox: $files/1.image:1: sha256= and id= are missing: one of them is needed"
	warns "linkbox: $files/2.image:3: sha256: it is no digest, which has 64 hexadecimal digits"
	warns "linkbox: $files/3.image:2: nonsense: it is none of path=FILE, sha256=DIGEST and id=DIGEST"
	warns "linkbox: $files/4.image:1: path= is missing"
	warns "linkbox: $files/5.image:2: path: it is said a second time"
	warns "linkbox: $files/6.image: it is no file"
	is "$(wc -l <"$stderr")" 9
	runs db
}

read_only_state() {
	mount --bind "$LINKBOX_STATE" "$LINKBOX_STATE"
	mount -o remount,bind,ro "$LINKBOX_STATE"
}

test_a_read_only_store_that_has_all_is_enough() {
	pack "$files/web.tar" web one
	pack "$files/zip.tgz" zip two
	file web web
	apply
	rm -r "$LINKBOX_STATE/archives"
	read_only_state
	apply
	says_nothing
}

test_a_read_only_store_that_lacks_something_is_said() {
	file db busybox
	apply
	read_only_state
	file web busybox
	pack "$files/web.tar" web one
	refuses apply "$files"
	prints 'load web.tar' 'create web'
	warns 'Read-only file system'
	warns "$files/web.run:1: "
	runs db
}

test_a_full_disk_is_said_and_what_can_run_runs() {
	mount -t tmpfs -o size=24m tmpfs "$LINKBOX_STATE"
	image
	pack "$files/web.tar" web one
	file db busybox
	head -c "$(($(df --output=avail -B 1 "$LINKBOX_STATE" | tail -n 1) - 500000))" /dev/zero >"$LINKBOX_STATE/filler"
	refuses apply "$files"
	prints 'load web.tar' 'create db'
	warns 'no space left'
	runs db
	rm "$LINKBOX_STATE/filler"
	apply
	prints 'load web.tar'
}
