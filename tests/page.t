#!/bin/sh
# Docker's page "Linking Containers Together", statement by statement, with its own commands.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

before_each() {
	image training/webapp -c 'EXPOSE 5000' -c 'WORKDIR /opt/webapp' -c 'CMD ["python", "app.py"]' \
		-c 'STOPSIGNAL SIGKILL'
	image training/postgres -c 'EXPOSE 5432' -c 'STOPSIGNAL SIGKILL' \
		-c 'CMD ["su", "postgres", "-c", "/usr/lib/postgresql/postgres"]'
}

run_db() {
	docker run -d --name db training/postgres
}

run_db_and_web() {
	run_db
	docker run -d -P --name web --link db:db training/webapp python app.py
}

# terminal COMMAND: runs it on a terminal; `types LINE` types there, `screen` is what it shows.
terminal() {
	mkfifo keyboard
	script -qfc "$1" /dev/null <keyboard >screen 2>&1 &
	exec 8>keyboard
}

types() {
	echo "$1" >&8
}

screen() {
	sed 's/\r//g; s/\x1b\[[0-9;]*[A-Za-z]//g' screen
}

shown() {
	screen | grep -Eq -e "$1"
}

# --- Network port mapping refresher

test_01_a_container_runs_in_the_background_and_its_id_is_printed() {
	docker run -d -P training/webapp python app.py
	prints_like '[0-9a-f]{64}'
	eventually answers 127.0.0.1:49153 'Hello world!'
}

test_02_containers_have_an_internal_network_and_an_IP_address_which_inspect_shows() {
	docker run -d -P --name web training/webapp python app.py
	docker inspect -f '{{ .NetworkSettings.IPAddress }}' web
	prints_like '172\.17\.[0-9]+\.[0-9]+'
	is "$(within web hostname -I | tr -d ' ')" "$(cat "$stdout")"
}

test_03_the_P_flag_maps_the_ports_inside_to_high_ports_from_49153_to_65535() {
	docker run -d -P --name web --expose 80 --expose 81/udp training/webapp python app.py
	docker port web
	prints_like '80/tcp -> 0\.0\.0\.0:[0-9]+' '81/udp -> 0\.0\.0\.0:[0-9]+' '5000/tcp -> 0\.0\.0\.0:[0-9]+'
	for port in $(sed 's/.*://' "$stdout"); do
		[ "$port" -ge 49153 ] && [ "$port" -le 65535 ] || fail "not from 49153 to 65535: $port"
	done
}

test_04_ps_with_a_name_shows_that_container_and_its_port_mapping() {
	docker run -d -P --name other training/webapp python app.py
	docker run -d -P --name nostalgic_morse training/webapp python app.py
	docker ps nostalgic_morse
	prints_like 'CONTAINER ID   IMAGE             COMMAND           CREATED +STATUS +PORTS +NAMES' \
		'[0-9a-f]{12}   training/webapp   "python app\.py"   .* ago   Up .*   0\.0\.0\.0:49154->5000/tcp   nostalgic_morse'
}

test_05_the_p_flag_binds_a_port_to_a_specific_port() {
	docker run -d -p 5000:5000 --name web training/webapp python app.py
	docker port web 5000
	prints 0.0.0.0:5000
	eventually answers 127.0.0.1:5000 'Hello world!'
}

test_06_that_constrains_you_to_only_one_container_on_that_specific_port() {
	docker run -d -p 5000:5000 --name web training/webapp python app.py
	fails_with 125 docker run -d -p 5000:5000 training/webapp python app.py
	warns 'port is already allocated'
	eventually answers 127.0.0.1:5000 'Hello world!'
}

test_07_by_default_the_p_flag_binds_to_all_interfaces_of_the_host() {
	machine lan 198.51.100.2/24 198.51.100.1/24
	docker run -d -p 5000:5000 training/webapp python app.py
	eventually answers 127.0.0.1:5000 'Hello world!'
	works answers 198.51.100.1:5000 'Hello world!'
	is "$(on lan curl -s -m 3 http://198.51.100.1:5000/)" 'Hello world!'
}

test_08_a_binding_to_127_0_0_1_is_only_for_the_localhost() {
	machine lan 198.51.100.2/24 198.51.100.1/24
	docker run -d -p 127.0.0.1:5000:5000 --name web training/webapp python app.py
	docker port web 5000
	prints 127.0.0.1:5000
	eventually answers 127.0.0.1:5000 'Hello world!'
	not get 198.51.100.1:5000
	not on lan curl -s -m 1 http://198.51.100.1:5000/
}

test_09_a_dynamic_port_can_be_bound_only_on_the_localhost() {
	docker run -d -p 127.0.0.1::5000 --name web training/webapp python app.py
	docker port web 5000
	prints 127.0.0.1:49153
	eventually answers 127.0.0.1:49153 'Hello world!'
}

test_10_UDP_ports_are_bound_by_a_trailing_udp() {
	docker run -d -p 127.0.0.1:5000:5000/udp --name web training/webapp python app.py
	docker port web
	prints '5000/udp -> 127.0.0.1:5000'
	within web socat UDP-LISTEN:5000,fork EXEC:cat &
	eventually udp_echoes
}

udp_echoes() {
	[ "$(echo hello | socat -t 0.3 - UDP:127.0.0.1:5000)" = hello ]
}

test_11_port_shows_the_current_bindings() {
	docker run -d -p 127.0.0.1::5000 --name nostalgic_morse training/webapp python app.py
	docker port nostalgic_morse 5000
	prints 127.0.0.1:49153
	docker port nostalgic_morse
	prints '5000/tcp -> 127.0.0.1:49153'
}

test_12_the_p_flag_can_be_used_multiple_times_to_configure_multiple_ports() {
	docker run -d -p 8000:5000 -p 127.0.0.1:8001:5000 -p 80 --name web training/webapp python app.py
	docker port web
	prints '80/tcp -> 0.0.0.0:49153' '5000/tcp -> 0.0.0.0:8000' '5000/tcp -> 127.0.0.1:8001'
	eventually answers 127.0.0.1:8000 'Hello world!'
	works answers 127.0.0.1:8001 'Hello world!'
}

# --- Container naming

test_13_each_container_has_an_automatically_created_name() {
	docker run -d training/webapp python app.py
	id=$(cat "$stdout")
	docker inspect -f '{{ .Name }}' "$id"
	prints_like '/[a-z]+_[a-z]+'
	name=$(sed 's,/,,' "$stdout")
	docker inspect -f '{{ .Id }}' "$name"
	prints "$id"
}

test_14_the_name_flag_names_the_container() {
	docker run -d -P --name web training/webapp python app.py
	id=$(cat "$stdout")
	docker inspect -f '{{ .Id }}' web
	prints "$id"
}

test_15_ps_l_shows_the_name_of_the_latest_container() {
	docker run -d --name first training/webapp python app.py
	docker run -d -P --name web training/webapp python app.py
	docker ps -l
	prints_like 'CONTAINER ID .* NAMES' \
		'[0-9a-f]{12}   training/webapp   "python app\.py"   .* ago   Up .*   0\.0\.0\.0:49153->5000/tcp   web'
}

test_16_inspect_returns_the_name_of_a_container_by_its_id() {
	docker run -d -P --name web training/webapp python app.py
	id=$(cut -c 1-12 "$stdout")
	docker inspect -f '{{ .Name }}' "$id"
	prints /web
}

test_17_container_names_have_to_be_unique() {
	docker run -d --name web training/webapp python app.py
	id=$(cat "$stdout")
	fails_with 125 docker run -d --name web training/webapp python app.py
	prints
	says "docker: Error response from daemon: Conflict. The container name \"/web\" is already in use by container \"$id\". You have to remove (or rename) that container to be able to reuse that name." \
		"See 'docker run --help'."
}

test_18_a_name_can_be_used_again_once_the_old_container_is_deleted() {
	docker run -d --name web training/webapp python app.py
	docker stop web
	fails_with 125 docker run -d --name web training/webapp python app.py
	docker rm web
	docker run -d --name web training/webapp python app.py
}

test_19_the_rm_flag_deletes_the_container_immediately_after_it_is_stopped() {
	docker run --rm --name web training/webapp true
	fails_with 1 docker inspect web
	docker run -d --rm --name web training/webapp python app.py
	docker stop web
	prints web
	eventually fails_with 1 docker inspect web
	docker run -d --name web training/webapp python app.py
}

# --- Container linking

test_20_a_new_container_called_db_is_created_from_the_image() {
	run_db
	docker ps
	prints_like 'CONTAINER ID .*' \
		'[0-9a-f]{12}   training/postgres   "su postgres -c /usr…"   .* ago   Up .*   5432/tcp   db'
}

test_21_rm_f_deletes_the_running_web() {
	docker run -d -P --name web training/webapp python app.py
	docker rm -f web
	prints web
	docker ps -aq
	prints
}

test_22_a_new_web_is_linked_with_the_db_container() {
	run_db_and_web
	docker inspect -f '{{ .HostConfig.Links }}' web
	prints '[/db:/web/db]'
}

test_23_the_link_flag_takes_the_form_name_alias() {
	run_db
	docker run -d --name web --link db:store training/webapp python app.py
	docker exec web env
	shows '^STORE_NAME=/web/store$'
	works sh -c "'$LINKBOX' exec web grep -q '	store ' /etc/hosts"
	docker ps db
	shows ' db, web/store$'
}

test_24_ps_shows_both_and_web_db_in_the_names_of_db() {
	run_db_and_web
	docker ps
	prints_like 'CONTAINER ID   IMAGE               COMMAND                  CREATED .* NAMES' \
		'[0-9a-f]{12}   training/webapp     "python app\.py"          .* ago   Up .*   0\.0\.0\.0:49153->5000/tcp   web' \
		'[0-9a-f]{12}   training/postgres   "su postgres -c /usr…"   .* ago   Up .*   5432/tcp +db, web/db'
}

test_25_the_recipient_can_access_information_about_the_source() {
	run_db_and_web
	eventually answers 127.0.0.1:49153/cgi-bin/db 'by variable: rows of db
by name: rows of db'
}

test_26_no_port_of_the_source_is_exposed_externally() {
	machine lan 198.51.100.2/24 198.51.100.1/24
	run_db_and_web
	docker port db
	prints
	eventually connects web "$(address db)" 5432
	not get 198.51.100.1:5432
	not on lan nc -z -w 1 198.51.100.1 5432
	on lan ip route add 172.17.0.0/16 via 198.51.100.1
	not on lan nc -z -w 1 "$(address db)" 5432
}

test_27_env_lists_the_variables_of_the_link() {
	run_db
	docker run --rm --name web2 --link db:db training/webapp env
	address=$(address db)
	grep ^DB_ "$stdout" >variables
	lines "DB_PORT=tcp://$address:5432" "DB_PORT_5432_TCP=tcp://$address:5432" \
		"DB_PORT_5432_TCP_ADDR=$address" DB_PORT_5432_TCP_PORT=5432 DB_PORT_5432_TCP_PROTO=tcp \
		DB_NAME=/web2/db >wanted
	works diff -u wanted variables
}

test_28_the_variables_are_set_for_the_first_process() {
	run_db_and_web
	docker exec web sh -c "tr '\0' '\n' </proc/1/environ"
	shows "^DB_PORT=tcp://$(address db):5432$"
}

test_29_each_variable_is_prefixed_with_the_alias() {
	run_db
	docker run --rm --link db:db1 training/webapp env
	shows "^DB1_PORT_5432_TCP_ADDR=$(address db)$"
	lacks ^DB_
}

test_30_only_the_linked_web_is_able_to_talk_to_db() {
	run_db_and_web
	docker run -d --name stranger training/webapp python app.py
	eventually connects web "$(address db)" 5432
	not connects stranger "$(address db)" 5432
	not pings stranger "$(address db)"
}

test_31_the_hosts_file_has_an_entry_with_the_container_id_as_a_host_name() {
	run_db
	docker run --rm --name web --link db:db training/webapp sh -c 'hostname; hostname -i; cat /etc/hosts'
	name=$(sed -n 1p "$stdout")
	like "$name" '[0-9a-f]{12}'
	is "$(sed -n 3p "$stdout")" "$(sed -n 2p "$stdout")	$name"
}

test_32_a_second_entry_uses_the_alias_for_the_address_of_db() {
	run_db
	id=$(cut -c 1-12 "$stdout")
	docker run --rm --link db:db training/webapp cat /etc/hosts
	shows "^$(address db)	db $id$"
}

test_33_you_can_ping_db_by_its_host_name() {
	run_db_and_web
	docker exec web ping -c 3 db
	shows "^PING db \($(address db)\): [0-9]+ data bytes"
	shows "bytes from $(address db): .*seq=2 ttl=[0-9]+ time="
	shows '^3 packets transmitted, 3 packets received, 0% packet loss'
}

test_34_an_application_can_use_the_host_entry() {
	run_db_and_web
	eventually linkbox exec web wget -qO- http://db:5432/
	linkbox exec web wget -qO- http://db:5432/
	prints 'rows of db'
}

test_35_multiple_recipients_can_be_linked_to_a_single_source() {
	run_db_and_web
	docker run -d --name web2 --link db:db training/webapp python app.py
	docker run -d --name web3 --link db:store training/webapp python app.py
	for recipient in web web2 web3; do
		eventually connects $recipient "$(address db)" 5432
	done
	docker ps db
	shows ' db, web/db, web2/db, web3/store$'
}

test_36_a_shell_of_a_linked_container_on_a_terminal_shows_its_hosts_file() {
	run_db
	terminal "$box/bin/docker run -t -i --rm --link db:db training/webapp /bin/bash"
	eventually shown '^root@[0-9a-f]{12}:/opt/webapp# '
	types 'cat /etc/hosts'
	eventually shown "^$(address db)	db "
	shell=$(ask ps -lq)
	works shown "^root@$shell:/opt/webapp# cat /etc/hosts"
	works shown "^$(address "$shell")	$shell\$"
	types 'ping -c 1 db'
	eventually shown "^PING db \($(address db)\)"
	types exit
	eventually fails_with 1 docker inspect "$shell"
}

# --- If you restart the source container, the hosts files of the linked containers are updated

test_37_after_restart_db_the_linked_communication_continues() {
	run_db_and_web
	before=$(address db)
	eventually answers 127.0.0.1:49153/cgi-bin/db 'by variable: rows of db
by name: rows of db'
	docker restart db
	prints db
	is "$(address db)" "$before"
	eventually answers 127.0.0.1:49153/cgi-bin/db 'by variable: rows of db
by name: rows of db'
}

test_38_a_db_that_is_removed_and_run_again_has_its_address_for_its_running_recipients() {
	run_db_and_web
	before=$(address db)
	hosts web >hosts
	docker exec web sh -c "tr '\0' '\n' </proc/1/environ"
	shows "^DB_PORT=tcp://$before:5432$"
	docker rm -f db
	docker run -d --name another training/webapp python app.py
	isnt "$(address another)" "$before"
	run_db
	is "$(address db)" "$before"
	hosts web | diff hosts - >changed || fail "$(cat changed)"
	eventually answers 127.0.0.1:49153/cgi-bin/db 'by variable: rows of db
by name: rows of db'
	not connects another "$before" 5432
	docker ps db
	shows ' db, web/db$'
}

test_39_a_new_address_given_with_ip_gets_into_the_hosts_file_under_a_constant_reader() {
	run_db_and_web
	before=$(address db)
	docker exec -d web sh -c 'while :; do
		lines=$(wc -l </etc/hosts)
		names=$(grep -c "	db " /etc/hosts)
		[ "$lines:$names" = 8:1 ] || echo "$lines:$names"
		echo >/tmp/reads
	done >/tmp/bad 2>&1'
	eventually linkbox exec web test -e /tmp/reads
	for last in 77 78 79 80 81; do
		docker rm -f db
		docker run -d --ip "172.17.0.$last" --name db training/postgres
		is "$(address db)" "172.17.0.$last"
		works sh -c "'$LINKBOX' exec web grep '^172.17.0.$last	db ' /etc/hosts"
	done
	linkbox exec web cat /tmp/bad
	prints
	linkbox exec web wget -qO- http://db:5432/
	prints 'rows of db'
	not sh -c "'$LINKBOX' exec web grep '$before	db' /etc/hosts"
}

test_40_with_fresh_addresses_the_transcript_of_the_page_is_true_word_for_word() {
	echo addresses=fresh >"$LINKBOX_CONF"
	run_db
	before=$(address db)
	terminal "$box/bin/docker run -t -i --rm --link db:db training/webapp /bin/bash"
	types 'cat /etc/hosts'
	eventually shown "^$before	db "
	shell=$(ask ps -lq)
	docker restart db
	prints db
	after=$(address db)
	isnt "$after" "$before"
	types 'clear; cat /etc/hosts'
	eventually shown "^$after	db "
	is "$(hosts "$shell" | grep -c '	db ')" 1
	works sh -c "'$LINKBOX' exec $shell sed -n 1p /etc/hosts | grep -x '[0-9.]*	$shell'"
	types 'ping -c 1 db'
	eventually shown "^PING db \($after\)"
	eventually linkbox exec "$shell" wget -qO- http://db:5432/
	types exit
}
