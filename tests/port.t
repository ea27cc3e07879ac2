#!/bin/sh
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

before_each() {
	image
}

test_lists_every_binding_by_port() {
	linkbox run -d --name web -p 8080:80 -p 127.0.0.1:53:53/udp -p 53:53 --expose 99 busybox
	linkbox port web
	prints '53/tcp -> 0.0.0.0:53' '53/udp -> 127.0.0.1:53' '80/tcp -> 0.0.0.0:8080'
}

test_lists_the_bindings_of_one_port() {
	linkbox run -d --name web -p 8080:80 -p 127.0.0.1:8081:80 -p 5353:53/udp busybox
	linkbox port web 80
	prints '0.0.0.0:8080' '127.0.0.1:8081'
	linkbox port web 80/tcp
	prints '0.0.0.0:8080' '127.0.0.1:8081'
	linkbox port web 53/udp
	prints '0.0.0.0:5353'
}

test_lists_each_port_of_a_range() {
	linkbox run -d --name web -p 7000-7002:8000-8002 busybox
	linkbox port web
	prints '8000/tcp -> 0.0.0.0:7000' '8001/tcp -> 0.0.0.0:7001' '8002/tcp -> 0.0.0.0:7002'
	linkbox port web 8001
	prints '0.0.0.0:7001'
}

test_prints_nothing_where_nothing_is_published() {
	linkbox run -d --name web --expose 80 busybox
	linkbox port web
	says_nothing
	linkbox create --name idle -p 80:80 busybox
	linkbox port idle
	says_nothing
}

test_refuses_what_is_not_published_with_dockers_words() {
	linkbox run -d --name web -p 8080:80 --expose 99 busybox
	for port in 99 80/udp 81; do
		fails_with 1 docker port web $port
	done
	says "Error: No public port '81/tcp' published for web"
	fails_with 1 docker port web 80/udp
	says "Error: No public port '80/udp' published for web"
	fails_with 1 docker port web abc
	says 'strconv.ParseUint: parsing "abc": invalid syntax'
	fails_with 1 docker port web 70000
	says 'strconv.ParseUint: parsing "70000": value out of range'
	fails_with 1 docker port ghost
	says 'Error: No such container: ghost'
	fails_with 1 port ghost
	says 'linkbox: No such container: ghost'
}

test_counts_its_operands_as_docker_does() {
	fails_with 1 docker port
	warns '"docker port" requires at least 1 and at most 2 arguments.'
	fails_with 1 docker port a b c
	warns "See 'docker port --help'."
}

test_asks_for_the_container_before_the_port() {
	image
	linkbox run -d --name web -p 8080:80 busybox
	fails_with 1 docker port nosuch abc
	says 'Error: No such container: nosuch'
	docker port web ''
	prints '80/tcp -> 0.0.0.0:8080'
	fails_with 1 docker port web 80/
	says 'strconv.ParseUint: parsing "80/": invalid syntax'
	fails_with 1 docker port web 80/TCP
	says "Error: No public port '80/TCP' published for web"
	fails_with 1 docker port web 80-81
	says "Error: No public port '80-81/tcp' published for web"
	fails_with 1 docker port web 81-80
	says 'Invalid range specified for the Port: 81-80'
	fails_with 1 docker port web 0
	says "Error: No public port '0/tcp' published for web"
}
