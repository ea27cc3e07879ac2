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
	not grep -E 'O_(WRONLY|RDWR).*/state|(write|rename|unlink|mkdir|link|fsync).*/state' "$box/calls"
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

test_a_name_that_changes_is_a_removal_and_a_creation() {
	file db '--name one busybox'
	file web '--name two busybox'
	apply
	file db '--name two busybox'
	file web '--name one busybox'
	apply --dry-run
	prints 'remove one' 'remove two' 'create two' 'create one'
	apply
	apply
	says_nothing
	runs one
	runs two
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
		[ "$text" = nobody/has:this ] || prints
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
	: >"$files/empty.run"
	mkdir "$files/directory.run"
	mkfifo "$files/fifo.run"
	refuses apply "$files"
	sort "$stderr" >sorted
	mv sorted "$stderr"
	says "linkbox: $files/directory.run: it is no file" \
		"linkbox: $files/empty.run:1: there is no command in it" \
		"linkbox: $files/fifo.run: it is no file" \
		"linkbox: $files/flag.run:3: unknown flag: --colour" \
		"linkbox: $files/gone.run:1: --rm is not supported: a file's container goes with its file" \
		"linkbox: $files/help.run:1: --help is not for a file" \
		"linkbox: $files/image.run:3: Unable to find image 'nobody/has:this' locally" \
		"linkbox: $files/letter.run:2: unknown shorthand flag: 'Z' in -Z" \
		"linkbox: $files/link.run:2: invalid argument \"a:b:c\" for \"--link\" flag: bad format for links: a:b:c" \
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
