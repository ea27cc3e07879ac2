#!/bin/sh
# What the network of containers keeps out, tried with frames that no honest program sends.
# shellcheck source=tests/lib.sh
[ "${box-}" ] || . "$(dirname "$0")/../lib.sh"

before_each() {
	image
}

# send CONTAINER|lan: frames as tests/security/packet reads them
send() {
	if [ "$1" = lan ]; then
		on lan python3 "$top/tests/security/packet" eth0 "$(mac to-lan)"
	else
		within "$1" python3 "$top/tests/security/packet" eth0 gateway
	fi
}

# mac INTERFACE [COMMAND...]
mac() {
	interface=$1
	shift
	"$@" ip -br link show "$interface" | awk '{ print $3 }'
}

# hear PORT FILE [COMMAND...]: what comes to that UDP port of that place is written there
hear() {
	port=${1%%,*} number=$1 file=heard.$2
	shift 2
	"$@" socat -u "UDP-RECV:$number" "OPEN:$file,creat,append" &
	eventually listening "$port" "$@"
}

# A machine beside us, a source and its consumer, and one that nobody knows. The loopback of the host leads to
# db and to stranger, so that theirs are the interfaces that 127.0.0.1 could come through.
scene() {
	machine lan 198.51.100.2/24 198.51.100.1/24
	on lan ip route add 172.16.0.0/12 via 198.51.100.1
	echo 1 >/proc/sys/net/ipv6/conf/all/forwarding
	ip address add 2001:db8::1/128 dev lo
	linkbox run -d --name db --expose 53/udp -p 127.0.0.1:7000:53/udp busybox
	linkbox run -d --name web --expose 8000/udp --link db busybox
	linkbox run -d --name stranger -p 127.0.0.1:7001:9/udp busybox
	linkbox run -d --name other -p 7002:9/udp busybox
	hear 53 db within db
	hear 8000 web within web
	hear 9001,bind=127.0.0.1 loopback
	hear 9002 host
	socat -u UDP6-RECV:9006 OPEN:heard.six,creat,append &
	eventually listening 9006
	db=$(address db) web=$(address web) stranger=$(address stranger)
}

# Frames that must get nowhere. 172.17.0.1:9002 is open to containers, as services of the host are.
attack() {
	send stranger <<-END
		udp $stranger:1000 $db:53 stranger-to-db
		udp $stranger:1000 $web:8000 stranger-to-web
		udp $web:1000 $db:53 stranger-as-the-consumer
		udp 172.17.0.1:1000 $db:53 stranger-as-the-gateway
		udp 198.51.100.2:1000 $db:53 stranger-as-the-lan
		udp 127.0.0.1:1000 $db:53 stranger-as-the-loopback
		udp $web:1000 172.17.0.1:9002 stranger-as-the-consumer-to-the-host
		udp 127.0.0.1:1000 172.17.0.1:9002 stranger-as-the-loopback-to-the-host
		udp 198.51.100.2:1000 172.17.0.1:9002 stranger-as-the-lan-to-the-host
		udp 172.17.0.1:1000 172.17.0.1:9002 stranger-as-the-host-to-the-host
		udp $stranger:1000 127.0.0.1:9001 stranger-to-the-loopback
		udp 127.0.0.1:1000 127.0.0.1:9001 stranger-from-loopback-to-loopback
		udp $stranger:1000 127.0.0.1:7000 stranger-to-a-port-of-the-loopback
		udp [fe80::1]:1000 [2001:db8::1]:9006 six-to-the-host
		udp [fe80::1]:1000 [ff02::1]:9006 six-to-all
		udp [2001:db8:2::2]:1000 [2001:db8::1]:9006 six-from-afar
	END
	send db <<-END
		udp $db:53 $web:8000 source-to-consumer-from-its-port
		udp $db:1000 $web:8000 source-to-consumer
		udp $db:53 $stranger:9 source-to-stranger
	END
	send lan <<-END
		udp 198.51.100.2:1000 $db:53 lan-to-db
		udp $web:1000 $db:53 lan-as-the-consumer
		udp $web:2000 $db:53 lan-as-the-consumer-from-another-port
		udp 172.17.0.1:1000 $db:53 lan-as-the-gateway
		udp 198.51.100.1:1000 $db:53 lan-as-the-host
		udp 127.0.0.1:1000 $db:53 lan-as-the-loopback
		udp 198.51.100.2:1000 127.0.0.1:9001 lan-to-the-loopback
		udp 198.51.100.2:1000 127.0.0.1:7000 lan-to-a-port-of-the-loopback
		udp 127.0.0.1:1000 127.0.0.1:9001 lan-from-loopback-to-loopback
		udp 198.51.100.2:1000 198.51.100.1:7000 lan-to-a-port-of-the-loopback-by-address
		udp 198.51.100.2:1000 172.17.0.1:7000 lan-to-a-port-of-the-loopback-by-the-gateway
	END
}

# The last to be sent, and heard: so everybody listens, and what came before had its time.
honest() {
	echo "udp $web:1000 $db:53 honest-$1" | send web
	echo "udp $stranger:1000 172.17.0.1:9002 honest-$1" | send stranger
	echo "honest-$1" | within web socat -u - UDP:127.0.0.1:8000
	echo "honest-$1" | socat -u - UDP:127.0.0.1:9001
	echo "honest-$1" | socat -u - UDP6:[::1]:9006
	for ear in db host web loopback six; do
		eventually grep -qx "honest-$1" heard.$ear
	done
}

# Nobody forwards now, so the source is asked from inside.
deaf() {
	echo "honest-$1" | within db socat -u - UDP:127.0.0.1:53
	echo "honest-$1" | socat -u - UDP:127.0.0.1:9002
	for ear in db host; do
		eventually grep -qx "honest-$1" heard.$ear
	done
}

only_the_honest() {
	is "$(cat heard.* | grep -v '^honest-' | sort)" ''
}

foreign_marks() {
	nft 'table ip foreign { chain c { type filter hook prerouting priority mangle; meta mark set 0xffffffff; }; }'
}

test_nothing_forged_gets_in_nor_after_a_flush_nor_when_a_restart_or_net_restore_has_repaired_it() {
	scene
	attack
	honest first
	only_the_honest
	foreign_marks
	attack
	honest marked
	only_the_honest
	nft flush ruleset
	attack
	deaf flushed
	only_the_honest
	linkbox restart -t 0 other
	works nft list table ip linkbox
	attack
	honest restarted
	only_the_honest
	nft flush ruleset
	linkbox net restore
	foreign_marks
	attack
	honest restored
	only_the_honest
}

test_a_forged_source_is_dropped_by_our_table_alone_where_somebody_turned_rp_filter_off() {
	scene
	for setting in /proc/sys/net/ipv4/conf/*/rp_filter; do
		echo 0 >"$setting"
	done
	attack
	honest unfiltered
	only_the_honest
}

test_an_open_flow_of_a_link_takes_nothing_from_the_lan_in_its_name() {
	scene
	echo "udp $web:1000 $db:53 honest-asked" | send web
	echo "udp $db:53 $web:1000 honest-answered" | send db
	works grep "src=$web dst=$db sport=1000 dport=53 src=$db" /proc/net/nf_conntrack
	send lan <<-END
		udp $web:1000 $db:53 lan-as-the-consumer
		udp $db:53 $web:1000 lan-as-the-source
	END
	honest after
	only_the_honest
}

neighbours() {
	ip -4 neighbour show nud permanent | sort
	# whose states change by themselves
	ip -4 neighbour show dev to-lan | awk '$2 == "lladdr" { print $1, $3 }'
	on lan ip -4 neighbour show nud permanent
}

lie() {
	send stranger <arps
	send lan <arps
	neighbours | diff before -
}

test_nobody_takes_the_place_of_another_with_arp_nor_after_a_flush_nor_after_net_restore() {
	scene
	neighbours >before
	grep -q "^$db dev lb.* PERMANENT" before
	for victim in "$db" "$web" 172.17.0.1 198.51.100.2; do
		echo "arp $victim $(mac eth0 within stranger) 172.17.0.1"
	done >arps
	lie
	honest arp
	nft flush ruleset
	lie
	deaf flushed-arp
	linkbox net restore
	lie
	honest restored-arp
	echo honest-lan | socat -u - UDP:198.51.100.2:9 || :
	is "$(ip neighbour get 198.51.100.2 dev to-lan | awk '{ print $5 }')" "$(mac eth0 on lan)"
}

# --- what outlives a container

# a UDP flow of the machine beside us, always from the same port
knock() {
	echo "$1" | on lan socat -u - UDP:198.51.100.1:5053,bind=198.51.100.2:4444,reuseaddr
}

test_a_flow_to_a_published_port_does_not_reach_the_next_holder_of_the_address() {
	machine lan 198.51.100.2/24 198.51.100.1/24
	linkbox run -d --name one -p 5053:53/udp busybox
	hear 53 one within one
	knock first
	eventually grep -q first heard.one
	last=$(address one)
	linkbox rm -f one
	linkbox run -d --name two --ip "$last" busybox
	hear 53 two within two
	knock second || :
	echo own | within two socat -u - UDP:127.0.0.1:53
	eventually grep -q own heard.two
	is "$(cat heard.two)" own
}

test_an_answer_to_the_last_holder_of_an_address_does_not_reach_the_next() {
	machine lan 198.51.100.2/24 198.51.100.1/24
	hear 9999 lan on lan
	linkbox run -d --name one busybox
	last=$(address one)
	echo asked | within one socat -u - UDP:198.51.100.2:9999,bind="$last:4000"
	eventually grep -q asked heard.lan
	echo answer | on lan socat -u - UDP:198.51.100.1:4000,bind=198.51.100.2:9998
	linkbox rm -f one
	linkbox run -d --name two --ip "$last" busybox
	hear 4000 two within two
	echo 'udp 198.51.100.2:9999 198.51.100.1:4000 answer' | send lan
	echo own | within two socat -u - UDP:127.0.0.1:4000
	eventually grep -q own heard.two
	is "$(cat heard.two)" own
}

# ask_source TEXT: a UDP flow of a link, always from the same port
ask_source() {
	echo "$1" | within web socat -u - "UDP:$db:53,bind=$web:4000,reuseaddr"
}

# own CONTAINER TEXT: from inside, heard after whatever was sent before
own() {
	echo "$2" | within "$1" socat -u - UDP:127.0.0.1:53
	eventually grep -qx "$2" "heard.$1"
}

test_open_flows_stop_with_a_flush_go_on_after_net_restore_and_end_with_what_allowed_them() {
	machine lan 198.51.100.2/24 198.51.100.1/24
	linkbox run -d --name db --expose 53/udp busybox
	linkbox run -d --name web --link db busybox
	linkbox run -d --name one -p 5053:53/udp busybox
	db=$(address db) web=$(address web)
	hear 53 db within db
	hear 53 one within one
	ask_source linked
	knock published
	own db db-1
	own one one-1
	eventually grep -qx linked heard.db
	eventually grep -qx published heard.one
	nft flush ruleset
	ask_source flushed || :
	knock flushed || :
	own db db-2
	own one one-2
	linkbox net restore
	ask_source restored
	knock restored
	own db db-3
	own one one-3
	eventually grep -qx restored heard.db
	eventually grep -qx restored heard.one
	linkbox rm --link web/db
	ask_source unlinked || :
	own db db-4
	is "$(sort heard.db | tr '\n' ' ')" 'db-1 db-2 db-3 db-4 linked restored '
	last=$(address one)
	linkbox rm -f one
	linkbox run -d --name two --ip "$last" busybox
	hear 53 two within two
	knock removed || :
	own two two-1
	is "$(sort heard.one | tr '\n' ' ')" 'one-1 one-2 one-3 published restored '
	is "$(cat heard.two)" two-1
}

test_an_open_flow_to_a_host_port_goes_to_who_publishes_it_now() {
	machine lan 198.51.100.2/24 198.51.100.1/24
	linkbox run -d --name one -p 5053:53/udp busybox
	hear 53 one within one
	knock first
	own one one-1
	eventually grep -qx first heard.one
	linkbox stop -t 0 one
	linkbox start one
	knock unheard || :   # nobody listens there yet
	linkbox stop -t 0 one
	linkbox run -d --name two -p 5053:53/udp busybox
	hear 53 two within two
	knock second
	own two two-1
	eventually grep -qx second heard.two
	is "$(sort heard.one | tr '\n' ' ')" 'first one-1 '
	is "$(sort heard.two | tr '\n' ' ')" 'second two-1 '
}

# --- allowances that go while the rules are gone, with flows open

# open_flows: one of a link to db, one of the machine beside us to the port that one publishes
open_flows() {
	machine lan 198.51.100.2/24 198.51.100.1/24
	linkbox run -d --name db --expose 53/udp busybox
	linkbox run -d --name web --link db busybox
	linkbox run -d --name one -p 5053:53/udp busybox
	db=$(address db) web=$(address web) one=$(address one)
	hear 53 db within db
	hear 53 one within one
	ask_source linked
	knock published
	eventually grep -qx linked heard.db
	eventually grep -qx published heard.one
}

# next_holder ADDRESS: a container two that has it now, and listens
next_holder() {
	linkbox run -d --name two --ip "$1" busybox
	hear 53 two within two
}

# heard_only CONTAINER TEXT...: nothing else came, and what was sent before now had its time
heard_only() {
	ear=$1
	shift
	own "$ear" own
	is "$(sort "heard.$ear" | tr '\n' ' ')" "$(lines "$@" own | sort | tr '\n' ' ')"
}

test_a_link_that_is_removed_after_a_flush_ends_its_flow_before_net_restore_and_after() {
	open_flows
	nft flush ruleset
	linkbox rm --link web/db
	ask_source between || :
	linkbox net restore
	ask_source unlinked || :
	heard_only db linked
	knock restored
	eventually grep -qx restored heard.one
}

test_a_container_that_is_removed_after_a_flush_leaves_no_flow_to_the_next_holder_of_its_address() {
	open_flows
	nft flush ruleset
	linkbox rm -f one
	linkbox net restore
	next_holder "$one"
	knock removed || :
	heard_only two
	ask_source restored
	eventually grep -qx restored heard.db
}

test_a_container_that_is_killed_after_a_flush_does_not_either() {
	open_flows
	nft flush ruleset
	kill -9 "$(pid_of one)"
	eventually has_exited one
	linkbox net restore
	linkbox rm one
	next_holder "$one"
	knock removed || :
	heard_only two
	ask_source restored
	eventually grep -qx restored heard.db
}

test_a_publisher_that_is_stopped_while_our_table_is_gone_hears_nothing_of_what_goes_to_the_next() {
	open_flows
	nft delete table ip linkbox
	linkbox stop -t 0 one
	linkbox run -d --name two -p 5053:53/udp busybox
	hear 53 two within two
	knock second
	eventually grep -qx second heard.two
	heard_only two second
	is "$(cat heard.one)" published
}

test_a_consumer_that_is_removed_after_a_flush_leaves_no_flow_to_the_next_holder_of_its_address() {
	open_flows
	nft flush ruleset
	linkbox rm -f web
	linkbox net restore
	linkbox run -d --name two --ip "$web" busybox
	echo stolen | within two socat -u - "UDP:$db:53,bind=$web:4000,reuseaddr" || :
	heard_only db linked
	knock restored
	eventually grep -qx restored heard.one
}

# --- the names of interfaces

test_a_cable_that_somebody_else_made_is_not_taken_for_ours() {
	machine lan 198.51.100.2/24 198.51.100.1/24
	linkbox run -d --name db --expose 5432 busybox serve 'rows of db' 5432
	id=$(ask create --name web --link db busybox)
	name=lb$(echo "$id" | cut -c 1-12)
	ip link add "$name" type veth peer name eth1 netns "$machine_lan"
	on lan ip address add "$(address db | sed 's/[0-9]*$/3/')/32" dev eth1
	on lan ip link set eth1 up
	ip link set "$name" up
	linkbox start web
	not on lan ip link show eth1
	is "$(ip -o link show "$name" | wc -l)" 1
	eventually connects web "$(address db)" 5432
	linkbox rm -f web db
	is "$(ip -o link | grep -c ' lb')" 0
}

# --- who listens

test_nothing_listens_neither_on_the_network_nor_for_everybody() {
	linkbox run -d --name db --expose 5432 busybox
	linkbox run -d --name web -p 5000:5000 -p 5000:5000/udp -p 127.0.0.1:8080:80 --link db busybox
	"$LINKBOX" logs -f web &
	is "$(ss -Hltn)" ''
	is "$(ss -Hlx | awk '$5 ~ /^@/')" ''
	like "$(ss -Hlx | awk '{ print $5 }' | sort | uniq -c | awk '{ print $1, $2 }' | tr '\n' ' ')" '1 /proc/self/fd/[0-9]+/monitor.sock 1 /proc/self/fd/[0-9]+/monitor.sock |2 /proc/self/fd/[0-9]+/monitor.sock '
	for sock in "$LINKBOX_RUN"/running/*/monitor.sock; do
		not setpriv --reuid 1000 --regid 1000 --clear-groups test -e "$sock"
	done
}

test_no_container_has_ipv6_even_where_the_host_has() {
	scene
	for name in db web stranger; do
		is "$(within $name ip -6 address)" ''
		is "$(within $name ip -6 route)" ''
	done
	linkbox run -d --name open -p 5000:5000 busybox serve hello
	eventually answers 127.0.0.1:5000 hello
	not get '[::1]:5000'
	not get '[2001:db8::1]:5000'
}
