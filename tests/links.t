#!/bin/sh
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

before_each() {
	image
}

# database [NAME]: a source; consumer LINK [NAME]
database() {
	linkbox run -d --name "${1-db}" --expose 5432 busybox serve 'rows of db' 5432
}

consumer() {
	linkbox run -d --name "${2-web}" --link "$1" busybox
}

links_of() {
	"$LINKBOX" inspect -f '{{ json .HostConfig.Links }}' "$1"
}

# the link LINE of web's hosts file says ADDRESS
knows() {
	hosts "$1" | grep -q "^$2	$3 "
}

# --- what --link takes

test_name_and_alias() {
	database
	consumer db:store
	is "$(links_of web)" '["/db:/web/store"]'
}

test_a_name_alone_is_its_own_alias() {
	database
	consumer db
	is "$(links_of web)" '["/db:/web/db"]'
}

test_a_slash_in_front_of_the_name_is_dropped() {
	database
	linkbox run -d --name one --link /db busybox
	is "$(links_of one)" '["/db:/one/db"]'
	linkbox run -d --name two --link /db:store busybox
	is "$(links_of two)" '["/db:/two/store"]'
}

test_the_form_that_inspect_prints() {
	database
	consumer /db:/web/store
	is "$(links_of web)" '["/db:/web/store"]'
}

test_an_id_whole_short_or_a_prefix() {
	database
	id=$(cat "$stdout")
	short=$(printf %.12s "$id")
	linkbox run -d --name one --link "$id:store" busybox
	is "$(links_of one)" '["/db:/one/store"]'
	linkbox run -d --name two --link "$short" busybox
	is "$(links_of two)" "[\"/db:/two/$short\"]"
	linkbox exec two env
	shows "^$(echo "$short" | tr a-f A-F)_PORT_5432_TCP_PORT=5432$"
	linkbox run -d --name three --link "$(printf %.9s "$id"):store" busybox
	is "$(links_of three)" '["/db:/three/store"]'
}

test_the_name_of_another_link() {
	database
	consumer db
	linkbox run -d --name site --link web/db:store busybox
	is "$(links_of site)" '["/db:/site/store"]'
}

test_several_links_in_their_order() {
	database
	database cache
	linkbox run -d --name web --link db --link cache --link db:store busybox
	is "$(links_of web)" '["/db:/web/db","/cache:/web/cache","/db:/web/store"]'
	for alias in db store; do
		knows web "$(address db)" $alias || fail "$alias"
	done
	knows web "$(address cache)" cache
}

test_through_a_container_whose_network_the_source_shares() {
	database
	linkbox run -d --name sharer --net container:db busybox
	consumer sharer:store
	knows web "$(address db)" store
	eventually connects web "$(address db)" 5432
}

# --- what --link refuses

refused_in_words() {
	fails_with 125 docker run -d --name web --link "$1" busybox
	prints
	says "$2" "See 'docker run --help'."
	linkbox ps -aq --filter name=web
	prints
}

test_refuses_an_empty_text() {
	refused_in_words '' 'invalid argument "" for "--link" flag: empty string specified for links'
}

test_refuses_three_parts() {
	refused_in_words a:b:c 'invalid argument "a:b:c" for "--link" flag: bad format for links: a:b:c'
}

test_refuses_an_empty_alias() {
	database
	refused_in_words db: 'invalid argument "db:" for "--link" flag: bad format for links: db:'
}

test_refuses_an_alias_with_other_characters() {
	database
	long=$(printf '%300s' '' | tr ' ' a)
	just=$(printf '%63s' '' | tr ' ' a)
	for alias in 'a b' 'a	b' 'a#b' 'a
b' 'é' '-a' '.a' '_a' "$long" "${just}a"; do
		fails_with 125 run -d --name web --link "db:$alias" busybox
		warns 'bad format for links'
		prints
		refuses inspect web
	done
	consumer "db:$just"
	linkbox ps db
	shows "web/$just"
}

test_refuses_an_alias_twice() {
	database
	database cache
	fails_with 125 run -d --name web --link db:store --link cache:store busybox
	warns 'alias in use'
	refuses inspect web
}

test_refuses_a_source_that_does_not_exist() {
	refused_in_words ghost 'docker: Error response from daemon: could not get container for ghost: No such container: ghost.'
	refused_in_words :x 'docker: Error response from daemon: could not get container for : invalid name or ID supplied: "".'
}

test_refuses_itself() {
	fails_with 125 docker run -d --name self --link self busybox
	says 'docker: Error response from daemon: could not get container for self: No such container: self.' \
		"See 'docker run --help'."
	refuses inspect self
}

test_refuses_to_start_without_a_running_source() {
	linkbox create --name db busybox
	fails_with 125 docker run -d --name web --link db:store busybox
	prints_like '[0-9a-f]{64}'
	says 'docker: Error response from daemon: Cannot link to a non running container: /db AS /web/store.'
	linkbox inspect -f '{{ .State.Status }} {{ .State.ExitCode }} {{ .State.Error }}' web
	prints 'created 128 Cannot link to a non running container: /db AS /web/store'
	linkbox start db
	linkbox start web
	knows web "$(address db)" store
}

test_refuses_a_source_on_the_network_of_the_host() {
	linkbox run -d --name db --net host busybox
	fails_with 125 docker run -d --name web --link db busybox
	says "docker: Error response from daemon: conflicting options: host type networking can't be used with links. This would result in undefined behavior." \
		"See 'docker run --help'."
	refuses inspect web
}

test_refuses_a_source_without_a_network_at_start() {
	linkbox run -d --name db --net none busybox
	fails_with 125 run -d --name web --link db busybox
	warns 'Cannot link to /db, as it does not belong to the default network'
}

# --- the life of a link

test_a_stopped_source_leaves_its_line_and_the_consumer_running() {
	database
	consumer db
	before=$(address db)
	linkbox stop db
	is "$(state_of web)" running
	knows web "$before" db
	linkbox exec web true
}

test_a_source_that_starts_again_serves_its_consumers() {
	database
	consumer db
	eventually connects web "$(address db)" 5432
	linkbox stop db
	linkbox start db
	knows web "$(address db)" db
	eventually connects web "$(address db)" 5432
	linkbox exec web wget -qO- http://db:5432/
	prints 'rows of db'
}

test_a_source_that_was_killed_with_its_monitor_serves_again() {
	database
	consumer db
	kill_monitor db
	linkbox start db
	eventually connects web "$(address db)" 5432
}

test_a_consumer_restarts_with_the_sources_as_they_are() {
	database
	consumer db
	linkbox exec web sh -c 'echo 10.1.1.1 mine >>/etc/hosts'
	linkbox restart web
	linkbox exec web cat /etc/hosts
	lacks mine
	knows web "$(address db)" db
	eventually connects web "$(address db)" 5432
}

test_a_consumer_does_not_start_while_its_source_is_stopped() {
	database
	consumer db
	linkbox stop web db
	fails_with 1 start web
	warns 'Cannot link to a non running container: /db AS /web/db'
	is "$(state_of web)" exited
}

test_a_consumer_keeps_its_link_over_rm_and_run_of_the_source() {
	database
	consumer db:store
	before=$(address db)
	linkbox rm -f db
	is "$(state_of web)" running
	linkbox run -d --name between busybox
	isnt "$(address between)" "$before"
	database
	is "$(address db)" "$before"
	eventually connects web "$before" 5432
	is "$(links_of web)" '["/db:/web/store"]'
	linkbox ps db
	shows ' db, web/store$'
}

test_a_new_source_with_other_ports_is_wired_for_those() {
	database
	consumer db
	eventually connects web "$(address db)" 5432
	linkbox rm -f db
	linkbox run -d --name db --expose 6000 busybox serve new 6000
	eventually connects web "$(address db)" 6000
	within db socat TCP-LISTEN:5432,fork EXEC:cat &
	eventually connects db 127.0.0.1 5432
	not connects web "$(address db)" 5432
}

test_a_lease_without_consumers_ends_with_rm() {
	database
	before=$(address db)
	linkbox rm -f db
	linkbox run -d --name other busybox
	database
	isnt "$(address db)" "$before"
}

test_a_removed_source_keeps_its_consumers_from_starting_until_there_is_a_new_one() {
	database
	consumer db
	linkbox rm -f db
	linkbox stop web
	fails_with 1 start web
	warns 'Cannot link to a non running container: /db AS /web/db'
	database
	linkbox start web
	eventually connects web "$(address db)" 5432
}

test_a_source_that_stays_follows_one_with_rm() {
	linkbox run -d --rm --name db --expose 5432 busybox
	linkbox run -d --name web --link db busybox
	linkbox stop db
	linkbox run -d --name db --expose 5432 busybox serve 'rows of db' 5432
	linkbox restart web
	eventually connects web "$(address db)" 5432
	linkbox exec web wget -qO- http://db:5432/
}

test_a_consumer_that_spoils_its_hosts_file_keeps_no_source_from_starting() {
	linkbox run -d --name db --expose 5432 busybox
	linkbox run -d --name web --link db busybox
	linkbox exec web sh -c 'head -c 2000000 /dev/zero >>/etc/hosts'
	linkbox rm -f db
	linkbox run -d --name db --ip 172.17.0.77 --expose 5432 busybox
}

# As long as the monitor of a consumer takes things down, its status says so.
test_a_consumer_that_is_ending_keeps_no_source_from_starting() {
	linkbox run -d --name db --expose 5432 busybox
	linkbox run -d --name web --link db -p 8080:80 busybox
	id=$("$LINKBOX" inspect -f '{{ .Id }}' web)
	echo leaving=yes >>"$LINKBOX_RUN/running/$id/status"
	rm "$LINKBOX_RUN/running/$id/wiring"
	ip link delete "lb$(echo "$id" | cut -c 1-12)"
	linkbox rm -f db
	linkbox run -d --name db --expose 5433 busybox
	[ ! -e "$LINKBOX_RUN/running/$id/wiring" ]
}

test_rm_of_the_consumer_takes_its_link_names() {
	database
	consumer db
	linkbox rm -f web
	linkbox ps
	prints_like '.*' '.* db'
}

test_rm_link_takes_it_from_the_running_consumer() {
	database
	consumer db
	eventually connects web "$(address db)" 5432
	linkbox exec web sh -c 'echo 10.1.1.1 mine >>/etc/hosts'
	linkbox rm --link web/db
	hosts web >after
	not grep '	db ' after
	works grep mine after
	not connects web "$(address db)" 5432
	not pings web "$(address db)"
	linkbox exec web env
	lacks ^DB_
	linkbox restart web
	linkbox exec web sh -c "tr '\0' '\n' </proc/1/environ"
	lacks ^DB_
}

test_links_are_not_transitive() {
	database
	linkbox run -d --name web --expose 80 --link db busybox
	linkbox run -d --name site --link web busybox
	linkbox exec site env
	lacks '(^|_)DB_'
	not connects site "$(address db)" 5432
}

running() {
	[ "$(state_of "$1")" = running ]
}

test_one_source_serves_thirty_consumers() {
	database
	for n in $(seq 30); do
		linkbox run -d --name "web$n" --link db busybox
	done
	for n in 1 15 30; do
		eventually connects "web$n" "$(address db)" 5432
	done
	is "$(ask ps --no-trunc db | grep -o 'web[0-9]*/db' | sort -u | wc -l)" 30
	linkbox restart db
	for n in 1 15 30; do
		eventually connects "web$n" "$(address db)" 5432
	done
}
