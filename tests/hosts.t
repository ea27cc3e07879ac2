#!/bin/sh
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

before_each() {
	image
}

TAB='	'

usual() {
	lines "127.0.0.1${TAB}localhost" "::1${TAB}localhost ip6-localhost ip6-loopback" "fe00::0${TAB}ip6-localnet" \
		"ff00::0${TAB}ip6-mcastprefix" "ff02::1${TAB}ip6-allnodes" "ff02::2${TAB}ip6-allrouters"
}

test_has_its_own_line_first_and_then_the_usual_ones() {
	linkbox run -h web busybox sh -c 'hostname -i >&2; cat /etc/hosts'
	{
		echo "$(cat "$stderr")${TAB}web"
		usual
	} >wanted
	works diff wanted "$stdout"
}

test_a_host_name_with_dots_is_also_known_by_its_first_part() {
	linkbox run --rm -h foo.bar.baz busybox sed -n 1p /etc/hosts
	prints_like "172\.17\.[0-9.]+${TAB}foo\.bar\.baz foo"
}

test_add_host_lines_stand_in_their_order() {
	linkbox run --rm --add-host xx:1.2.3.4 --add-host yy:::1 --add-host xx:5.6.7.8 busybox sed 1d /etc/hosts
	{
		usual
		lines "1.2.3.4${TAB}xx" "::1${TAB}yy" "5.6.7.8${TAB}xx"
	} >wanted
	works diff wanted "$stdout"
}

test_refuses_bad_add_hosts() {
	fails_with 125 docker run --add-host bad busybox true
	says 'invalid argument "bad" for "--add-host" flag: bad format for add-host: "bad"' "See 'docker run --help'."
	fails_with 125 docker run --add-host bad:1.2.3 busybox true
	says 'invalid argument "bad:1.2.3" for "--add-host" flag: invalid IP address in add-host: "1.2.3"' \
		"See 'docker run --help'."
	for name in 'a b' 'a
b' 'a#b'; do
		fails_with 125 run --add-host "$name:1.2.3.4" busybox true
	done
}

test_a_link_has_alias_host_name_and_name() {
	linkbox run -d --name db busybox
	id=$(cut -c 1-12 "$stdout")
	linkbox run --rm --link db:thedb --link db busybox sh -c 'tail -n 2 /etc/hosts'
	prints "$(address db)${TAB}thedb $id db" "$(address db)${TAB}db $id"
}

test_a_link_has_the_host_name_that_was_given() {
	linkbox run -d --name db -h store.example busybox
	linkbox run --rm --link db:thedb busybox tail -n 1 /etc/hosts
	prints "$(address db)${TAB}thedb store.example db"
}

test_links_stand_after_add_hosts_in_their_order() {
	linkbox run -d --name db busybox
	linkbox run -d --name cache busybox
	linkbox run --rm --add-host xx:1.2.3.4 --link db --link cache busybox sh -c 'tail -n 3 /etc/hosts | cut -f 2 | cut -d " " -f 1'
	prints xx db cache
}

test_is_a_regular_file_that_can_be_written() {
	linkbox run -d --name web busybox
	linkbox exec web sh -c 'stat -c "%F %a" /etc/hosts; echo 10.1.1.1 mine >>/etc/hosts; ping -c 1 -w 1 mine | head -n 1'
	shows '^regular file 644$'
	shows '^PING mine \(10\.1\.1\.1\)'
}

test_of_the_image_stays_out_of_it() {
	linkbox run --name web busybox sh -c 'echo 10.1.1.1 mine >>/etc/hosts'
	linkbox start -a web
	linkbox run --rm busybox sh -c 'grep -c mine /etc/hosts || true'
	prints 0
}

# --- rewriting

moved() {
	linkbox rm -f "$1"
	linkbox run -d --name "$1" --ip "$2" --expose 5432 busybox
}

test_a_new_address_replaces_the_old_one_in_running_consumers() {
	linkbox run -d --name db --expose 5432 busybox
	id=$(cut -c 1-12 "$stdout")
	linkbox run -d --name web --link db:store busybox
	linkbox run -d --name site --link db busybox
	moved db 172.17.9.9
	linkbox exec web tail -n 1 /etc/hosts
	prints "172.17.9.9${TAB}store $id db"
	linkbox exec site tail -n 1 /etc/hosts
	prints "172.17.9.9${TAB}db $id"
}

# Those of many are changed by several processes at once.
test_a_new_address_reaches_each_of_forty_consumers_once() {
	linkbox run -d --name db --expose 5432 busybox
	id=$(cut -c 1-12 "$stdout")
	for n in $(seq 40); do
		linkbox run -d --name "web$n" --link db busybox
	done
	moved db 172.17.9.9
	for n in $(seq 40); do
		linkbox exec "web$n" sh -c 'tail -n 1 /etc/hosts; grep -c " /etc/hosts " /proc/self/mountinfo'
		prints "172.17.9.9${TAB}db $id" 1
	done
	is "$(nft list set ip linkbox links | grep -o '[0-9.]* . 172[.]17[.]9[.]9 . tcp . [a-z0-9]*' | sort -u | wc -l)" 40
	is "$(find "$LINKBOX_STATE/containers" -name '*.new' | wc -l)" 0
}

test_no_other_line_is_touched() {
	linkbox run -d --name db busybox
	linkbox run -d --name db-2 busybox
	before=$(address db)
	linkbox run -d --name web --link db --link db-2 --link db:my-db --link db:db.x busybox
	linkbox exec web sh -c "{ echo '10.1.1.1	db.example'; echo '$before	other db'; echo '# $before	db'; printf 'no end'; } >>/etc/hosts"
	hosts web >hosts.before
	linkbox stop db
	moved db 172.17.9.9
	sed "s/^$before	\(db\|my-db\|db\.x\) /172.17.9.9	\1 /" hosts.before >wanted
	hosts web >hosts.after
	works diff wanted hosts.after
}

test_a_line_that_the_user_took_out_stays_out() {
	linkbox run -d --name db busybox
	linkbox run -d --name web --link db busybox
	linkbox exec web sh -c 'grep -v "	db " /etc/hosts >/tmp/h; cat /tmp/h >/etc/hosts'
	hosts web >hosts.before
	moved db 172.17.9.9
	hosts web >hosts.after
	works diff hosts.before hosts.after
}

test_works_in_a_container_that_is_read_only() {
	linkbox run -d --name db busybox
	linkbox run -d --name web --read-only --link db busybox
	moved db 172.17.9.9
	linkbox exec web tail -n 1 /etc/hosts
	prints_like "172\.17\.9\.9${TAB}db [0-9a-f]{12}"
}

test_with_fresh_addresses_a_restart_of_the_source_is_seen_at_once() {
	echo addresses=fresh >"$LINKBOX_CONF"
	linkbox run -d --name db --expose 5432 busybox serve hello 5432
	linkbox run -d --name web --link db busybox
	for _ in 1 2 3; do
		before=$(address db)
		linkbox restart db
		isnt "$(address db)" "$before"
		linkbox exec web tail -n 1 /etc/hosts
		shows "^$(address db)${TAB}db "
		eventually linkbox exec web wget -qO- http://db:5432/
		not connects web "$before" 5432
	done
}

test_a_reader_never_sees_it_empty_or_half() {
	linkbox run -d --name db busybox
	linkbox run -d --name web --link db busybox
	linkbox exec -d web sh -c 'while :; do cat /etc/hosts | md5sum; done >/tmp/seen'
	eventually linkbox exec web test -s /tmp/seen
	hosts web | md5sum >wanted
	for last in 1 2 3 4 5; do
		moved db 172.17.9.$last
		hosts web | md5sum >>wanted
	done
	linkbox exec web sort -u /tmp/seen
	sort -u wanted >known
	not grep -vxFf known "$stdout"
}

# --- /etc/resolv.conf

# A file in place of this machine's own
resolver() {
	lines "$@" >resolv.conf
	mount --bind resolv.conf "$(realpath /etc/resolv.conf)"
}

test_resolv_conf_is_the_hosts_without_local_servers() {
	resolver '# mine' 'search example.org' 'nameserver 127.0.0.1' 'nameserver 192.0.2.53' 'nameserver ::1' 'options ndots:2'
	linkbox run --rm busybox grep -v '^#' /etc/resolv.conf
	prints 'search example.org' 'nameserver 192.0.2.53' 'options ndots:2'
}

test_resolv_conf_has_public_servers_when_none_is_left() {
	resolver 'nameserver 127.0.0.1'
	linkbox run --rm busybox cat /etc/resolv.conf
	shows '^nameserver 8\.8\.8\.8$'
	shows '^nameserver 8\.8\.4\.4$'
	lacks 127
}

test_resolv_conf_is_made_of_the_dns_options() {
	linkbox run --rm --dns 1.1.1.1 --dns 2.2.2.2 --dns-search aa --dns-search bb --dns-opt ndots:3 busybox cat /etc/resolv.conf
	prints 'search aa bb' 'nameserver 1.1.1.1' 'nameserver 2.2.2.2' 'options ndots:3'
	linkbox run --rm --dns 1.1.1.1 --dns-search . busybox cat /etc/resolv.conf
	prints 'nameserver 1.1.1.1'
}

test_resolv_conf_follows_that_of_the_host() {
	resolver 'nameserver 192.0.2.53'
	linkbox run -d --name web busybox
	echo 'nameserver 192.0.2.54' >resolv.conf
	linkbox restart web
	linkbox exec web cat /etc/resolv.conf
	prints 'nameserver 192.0.2.54'
}
