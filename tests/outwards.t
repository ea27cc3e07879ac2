#!/bin/sh
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

before_each() {
	image
}

# A machine far away, reached through this one's uplink, that serves TCP, UDP and ping.
internet() {
	machine internet 203.0.113.1/24 203.0.113.2/24
	on internet ip address add 198.51.100.80/32 dev lo
	ip route add default via 203.0.113.1
	mkdir www
	echo 'from outside' >www/index.html
	on internet busybox httpd -f -p 80 -h www &
	on internet socat UDP-LISTEN:7,bind=198.51.100.80,fork EXEC:cat &
	eventually listening 80 on internet
	eventually listening 7 on internet
}

test_tcp() {
	internet
	linkbox run --rm busybox wget -qO- http://198.51.100.80/
	prints 'from outside'
}

test_udp() {
	internet
	linkbox run -d --name web busybox
	is "$(echo hello | within web socat -t 0.5 - UDP:198.51.100.80:7)" hello
}

test_ping() {
	internet
	linkbox run --rm busybox ping -c 2 -W 2 198.51.100.80
	shows '2 packets received'
}

test_comes_from_the_address_of_the_host() {
	internet
	on internet ip route add unreachable 172.16.0.0/12
	on internet sh -c 'socat -u TCP-LISTEN:81,fork SYSTEM:"echo \$SOCAT_PEERADDR >>peers; cat"' &
	eventually listening 81 on internet
	call "$LINKBOX" run --rm busybox sh -c 'echo x | nc -w 1 198.51.100.80 81'
	eventually grep -qx 203.0.113.2 peers
}

# A name server of the internet: every name is 198.51.100.80.
name_server() {
	on internet python3 -c '
import socket
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("198.51.100.80", 53))
while True:
    query, peer = server.recvfrom(512)
    end = query.index(b"\0", 12) + 5
    address = query[end - 4:end - 2] == b"\0\1"
    answer = query[:2] + b"\x81\x80\0\1" + (b"\0\1" if address else b"\0\0") + b"\0\0\0\0" + query[12:end]
    if address:
        answer += b"\xc0\x0c\0\1\0\1\0\0\0\x3c\0\4" + socket.inet_aton("198.51.100.80")
    server.sendto(answer, peer)
' &
	eventually listening 53 on internet
}

# This machine's own /etc, to change files in
own_etc() {
	cp -a /etc etc
	mount --bind etc /etc
	rm -f /etc/resolv.conf
}

test_resolves_names_with_the_resolver_of_the_host() {
	internet
	name_server
	own_etc
	echo 'nameserver 198.51.100.80' >/etc/resolv.conf
	linkbox run --rm busybox wget -qO- http://example.org/
	prints 'from outside'
}

test_follows_the_resolver_of_the_host_while_it_runs() {
	internet
	name_server
	own_etc
	echo 'nameserver 127.0.0.1' >/etc/resolv.conf
	linkbox run -d --name web busybox
	echo 'nameserver 198.51.100.80' >/etc/resolv.conf
	eventually linkbox exec web wget -qO- http://example.org/
	echo 'nameserver 198.51.100.81' >/etc/resolv.conf.new
	mv /etc/resolv.conf.new /etc/resolv.conf
	eventually linkbox exec web grep -x 'nameserver 198.51.100.81' /etc/resolv.conf
}

test_goes_on_when_the_address_of_the_host_changes() {
	internet
	linkbox run -d --name web busybox
	ip address add 203.0.113.3/24 dev to-internet
	ip address del 203.0.113.2/24 dev to-internet
	ip address show dev to-internet | grep -q 203.0.113.3 || ip address add 203.0.113.3/24 dev to-internet
	ip route replace default via 203.0.113.1
	linkbox exec web wget -qO- http://198.51.100.80/
	prints 'from outside'
}

test_a_path_with_a_smaller_mtu_is_found() {
	internet
	on internet ip link set eth0 mtu 1300
	ip link set to-internet mtu 1300
	head -c 200000 /dev/zero >www/large
	linkbox run --rm busybox sh -c 'wget -qO- http://198.51.100.80/large | wc -c'
	prints 200000
	linkbox run -d --name web busybox
	within web python3 -c '
import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.setsockopt(socket.IPPROTO_IP, 10, 2)  # IP_MTU_DISCOVER, always
s.connect(("198.51.100.80", 7))
s.send(bytes(1400))
s.settimeout(2)
try:
    s.recv(2000)
except OSError as error:
    print(error.errno)
' >errno
	is "$(cat errno)" 90
}

test_nobody_outside_reaches_a_container_even_with_a_route() {
	internet
	linkbox run -d --name web --expose 5000 busybox serve hello
	eventually connects web 127.0.0.1 5000
	on internet ip route add 172.17.0.0/16 via 203.0.113.2
	not on internet nc -z -w 1 "$(address web)" 5000
	not on internet ping -c 1 -W 1 "$(address web)"
}

# --- the fence

test_a_host_that_did_not_forward_does_not_become_a_router() {
	machine one 198.51.100.2/24 198.51.100.1/24
	machine two 192.0.2.2/24 192.0.2.1/24
	on one ip route add default via 198.51.100.1
	on two ip route add default via 192.0.2.1
	echo 0 >/proc/sys/net/ipv4/ip_forward
	not on one ping -c 1 -W 1 192.0.2.2
	linkbox run -d --name web busybox
	not on one ping -c 1 -W 1 192.0.2.2
	not on two ping -c 1 -W 1 198.51.100.2
	linkbox exec web ping -c 1 -W 2 198.51.100.2
	linkbox exec web ping -c 1 -W 2 192.0.2.2
}

test_a_host_that_forwarded_goes_on_doing_so() {
	echo 1 >/proc/sys/net/ipv4/ip_forward
	machine one 198.51.100.2/24 198.51.100.1/24
	machine two 192.0.2.2/24 192.0.2.1/24
	on one ip route add default via 198.51.100.1
	on two ip route add default via 192.0.2.1
	works on one ping -c 1 -W 2 192.0.2.2
	linkbox run -d --name web busybox
	works on one ping -c 1 -W 2 192.0.2.2
}

test_another_network_that_has_the_subnet_is_left_alone() {
	machine lan 172.17.5.2/16 172.17.5.1/16
	linkbox run -d --name web busybox
	like "$(address web)" '172\.18\..*'
	works ping -c 1 -W 1 172.17.5.2
	linkbox exec web ping -c 1 -W 2 172.17.5.2
}
