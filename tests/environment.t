#!/bin/sh
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

before_each() {
	image
}

# variables SOURCE_OPTIONS... : the DB_ variables that a consumer of db gets, in their order
variables() {
	linkbox run -d --name db "$@" busybox
	linkbox run --rm --name web --link db busybox env
	grep ^DB_ "$stdout" | sed "s/$(address db)/IP/g" >variables
}

are() {
	lines "$@" | diff -u --label wanted - variables >"$box/diff" || fail "$(cat "$box/diff")"
}

# --- of a link

test_of_one_port() {
	variables --expose 5432
	are DB_PORT=tcp://IP:5432 DB_PORT_5432_TCP=tcp://IP:5432 DB_PORT_5432_TCP_ADDR=IP DB_PORT_5432_TCP_PORT=5432 \
		DB_PORT_5432_TCP_PROTO=tcp DB_NAME=/web/db
}

test_of_no_port_is_only_the_name() {
	variables
	are DB_NAME=/web/db
}

test_ports_are_sorted_by_number_and_tcp_is_first() {
	variables --expose 500/udp --expose 500 --expose 80/udp
	are DB_PORT=udp://IP:80 \
		DB_PORT_80_UDP=udp://IP:80 DB_PORT_80_UDP_ADDR=IP DB_PORT_80_UDP_PORT=80 DB_PORT_80_UDP_PROTO=udp \
		DB_PORT_500_TCP=tcp://IP:500 DB_PORT_500_TCP_ADDR=IP DB_PORT_500_TCP_PORT=500 DB_PORT_500_TCP_PROTO=tcp \
		DB_PORT_500_UDP=udp://IP:500 DB_PORT_500_UDP_ADDR=IP DB_PORT_500_UDP_PORT=500 DB_PORT_500_UDP_PROTO=udp \
		DB_NAME=/web/db
}

test_ports_come_from_image_expose_and_p() {
	image served -c 'EXPOSE 80' -c 'EXPOSE 53/udp' -c 'CMD ["sleep", "1000"]'
	linkbox run -d --name db --expose 81 -p 8000:82 served
	linkbox run --rm --link db busybox env
	is "$(grep -oE '^DB_PORT_[0-9]+_[A-Z]+=' "$stdout" | tr -d '\n')" \
		DB_PORT_53_UDP=DB_PORT_80_TCP=DB_PORT_81_TCP=DB_PORT_82_TCP=
	lacks 8000
}

test_a_range_of_three_has_start_and_end() {
	variables --expose 8000-8002
	is "$(sed -n '1,7p' variables | tr '\n' ' ')" 'DB_PORT=tcp://IP:8000 DB_PORT_8000_TCP_START=tcp://IP:8000 DB_PORT_8000_TCP_ADDR=IP DB_PORT_8000_TCP_PROTO=tcp DB_PORT_8000_TCP_PORT_START=8000 DB_PORT_8000_TCP_END=tcp://IP:8002 DB_PORT_8000_TCP_PORT_END=8002 '
	works grep -x DB_PORT_8001_TCP=tcp://IP:8001 variables
	is "$(grep -c . variables)" 18
}

test_two_neighbours_are_no_range() {
	variables --expose 8000-8001
	not grep -E '_START|_END' variables
}

test_ranges_are_made_per_protocol() {
	variables --expose 200 --expose 200/udp --expose 201
	not grep -E '_START|_END' variables
}

test_two_ranges() {
	variables --expose 100-102 --expose 200-203/udp
	works grep -x DB_PORT_100_TCP_PORT_END=102 variables
	works grep -x DB_PORT_200_UDP_START=udp://IP:200 variables
	works grep -x DB_PORT_200_UDP_END=udp://IP:203 variables
}

test_the_environment_of_the_source_is_told_but_HOME_and_PATH() {
	image withenv -c 'ENV VERSION=1.2' -c 'ENV PATH=/bin' -c 'CMD ["sleep", "1000"]'
	linkbox run -d --name db -e pass=a=b -e HOME=/x -e EMPTY= withenv
	linkbox run --rm --name web --link db busybox env
	grep ^DB_ "$stdout" >variables
	are DB_NAME=/web/db DB_ENV_pass=a=b DB_ENV_EMPTY= DB_ENV_VERSION=1.2
}

test_link_variables_of_the_source_are_not_passed_on() {
	linkbox run -d --name base --expose 80 busybox
	linkbox run -d --name db --link base --expose 81 busybox
	linkbox run --rm --name web --link db busybox env
	lacks BASE
}

test_the_prefix_is_the_alias_in_capitals_with_underscores() {
	linkbox run -d --name db --expose 80 busybox
	linkbox run --rm --name web --link db:my-db.X2 busybox env
	shows '^MY_DB_X2_PORT_80_TCP_PORT=80$'
	shows '^MY_DB_X2_NAME=/web/my-db\.X2$'
}

test_links_stand_in_the_order_of_the_command_line() {
	linkbox run -d --name db busybox
	linkbox run -d --name cache busybox
	linkbox run --rm --link db --link cache --link db:alpha busybox env
	is "$(grep -o '^[A-Z]*_NAME' "$stdout" | tr '\n' ' ')" 'DB_NAME CACHE_NAME ALPHA_NAME '
}

# --- the whole

test_starts_with_PATH_and_HOSTNAME_and_ends_with_HOME() {
	linkbox run --rm -h web busybox env
	prints PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOSTNAME=web HOME=/root
	linkbox run -d --name db busybox
	linkbox run --rm -t -h web --name web --link db -e A=1 busybox env
	is "$(tr -d '\r' <"$stdout" | tr '\n' ' ')" 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOSTNAME=web TERM=xterm DB_NAME=/web/db A=1 HOME=/root '
}

test_HOME_is_that_of_the_user() {
	linkbox run --rm -u alice busybox sh -c 'echo $HOME'
	prints /home/alice
	linkbox run --rm -u 5000 busybox sh -c 'echo $HOME'
	prints /
	linkbox run --rm -e HOME=/else busybox sh -c 'echo $HOME'
	prints /else
}

test_e_sets_the_last_one_wins_and_beats_the_image() {
	image withenv -c 'ENV A=image' -c 'ENV B=image'
	linkbox run --rm -h web -e A=1 -e A=2 withenv env
	prints PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOSTNAME=web A=2 B=image HOME=/root
}

test_e_and_the_image_beat_link_variables() {
	image withenv -c 'ENV DB_PORT_80_TCP_PORT=image'
	linkbox run -d --name db --expose 80 busybox
	linkbox run --rm --link db -e DB_NAME=mine withenv env
	shows '^DB_NAME=mine$'
	shows '^DB_PORT_80_TCP_PORT=image$'
	is "$(grep -c '^DB_NAME=' "$stdout")" 1
}

test_e_with_a_name_alone_copies_the_callers_or_takes_it_away() {
	image withenv -c 'ENV B=image'
	A=caller
	export A
	unset B
	linkbox run --rm -e A -e B -e NEVER withenv env
	shows '^A=caller$'
	lacks '^(B|NEVER)'
}

test_e_keeps_newlines_and_equal_signs() {
	linkbox run --rm -e 'A=one
two=three' busybox sh -c 'echo "$A"'
	prints one two=three
	linkbox create --name web -e 'A=one
two=three' busybox sh -c 'echo "$A"'
	linkbox start -a web
	prints one two=three
}

test_refuses_a_variable_without_a_name() {
	fails_with 125 docker run -e =x busybox true
	says 'invalid argument "=x" for "-e, --env" flag: invalid environment variable: =x' "See 'docker run --help'."
}

test_env_file_has_a_variable_a_line() {
	lines 'A=1' '# no' '' '  B=two words ' 'HOME' 'NEVER' 'C=' >file
	linkbox run --rm --env-file file -e A=2 busybox env
	shows '^A=2$'
	shows '^B=two words $'
	shows '^C=$'
	shows "^HOME=$HOME$"
	lacks '^NEVER'
}

test_refuses_a_bad_env_file() {
	echo '=x' >file
	fails_with 125 docker run --env-file file busybox true
	says "docker: poorly formatted environment: no variable name on line '=x'." "See 'docker run --help'."
	fails_with 125 docker run --env-file /no/such busybox true
	says 'docker: open /no/such: no such file or directory.' "See 'docker run --help'."
}

test_exec_has_the_environment_with_the_links_as_they_are_now() {
	linkbox run -d --name db --expose 80 busybox
	linkbox run -d --name web --link db -e A=1 busybox
	linkbox exec web env
	shows "^DB_PORT_80_TCP_ADDR=$(address db)$"
	shows '^A=1$'
	linkbox rm -f db
	linkbox run -d --name db --ip 172.17.9.9 --expose 81 busybox
	linkbox exec web env
	shows '^DB_PORT_81_TCP_ADDR=172\.17\.9\.9$'
	lacks DB_PORT_80
	linkbox exec web sh -c "tr '\0' '\n' </proc/1/environ"
	shows '^DB_PORT_80_TCP_PORT=80$'
}

test_a_backslash_in_a_name_is_kept() {
	linkbox run --rm -e 'A\B=1' busybox env
	shows 'A\\B=1'
}
