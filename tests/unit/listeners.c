/* Listeners: which sockets count for whoever comes over a link.
 * SPDX-License-Identifier: MIT */
#include "kernel/network/listeners.h"
#include "wires.h"

enum { PORT = 5432 };

static int source, listeners;

static bool have(bool udp, const char *own)
{
	int result = listeners_have(listeners, udp, own ? address_of(own) : 0, PORT);

	if (result < 0)
		perror("# listeners_have");
	return result == 1;
}

/* A socket in the source's namespace, at this address of either family, bound and no more yet. -1: no
 * such family in this kernel. */
static int bound(int type, const char *address, bool only6)
{
	struct sockaddr_in6 name6 = { .sin6_family = AF_INET6, .sin6_port = htons(PORT) };
	struct sockaddr_in name = endpoint(address, PORT);
	bool six = strchr(address, ':');
	int host = own_netns(), fd, only = only6;

	enter(source);
	fd = socket(six ? AF_INET6 : AF_INET, type | SOCK_CLOEXEC, 0);
	enter(host);
	close(host);
	if (fd < 0)
		return -1;
	if (six && (inet_pton(AF_INET6, address, &name6.sin6_addr) != 1
		    || setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &only, sizeof only) < 0))
		perror("# socket");
	if ((six ? bind(fd, (struct sockaddr *)&name6, sizeof name6) : bind(fd, (struct sockaddr *)&name, sizeof name)) == 0)
		return fd;
	perror("# bind");
	close(fd);
	return -1;
}

/* True if it does as expected, or there can't be such a socket here. */
static bool counts(int type, const char *address, bool only6, bool expected)
{
	int fd = bound(type, address, only6);
	bool udp = type == SOCK_DGRAM, good;

	if (fd < 0)
		return errno == EAFNOSUPPORT;
	good = udp || (!have(udp, "172.17.0.9") && listen(fd, 1) == 0);
	good = good && have(udp, "172.17.0.9") == expected && !have(!udp, "172.17.0.9");
	close(fd);
	return good && !have(udp, "172.17.0.9");
}

static bool elsewhere_does_not_count(void)
{
	int host = bound_in(own_netns(), SOCK_STREAM, PORT), other = bound_in(source, SOCK_STREAM, PORT + 1);
	bool result = !have(false, "172.17.0.9");

	close(host);
	close(other);
	return result;
}

static bool a_connection_does_not_count(void)
{
	int fd = bound_in(source, SOCK_STREAM, PORT), client = connection(source, "127.0.0.1", PORT), server;
	bool result;

	server = accept(fd, NULL, NULL);
	close(fd);
	result = client >= 0 && server >= 0 && !have(false, "172.17.0.9") && !have(false, NULL);
	close(server);
	close(client);
	return result;
}

static bool any_address_but_the_loopback(void)
{
	int fd = bound(SOCK_STREAM, "127.0.0.1", false);
	bool loopback = listen(fd, 1) < 0 || have(false, NULL), own;

	close(fd);
	fd = bound(SOCK_STREAM, "172.17.0.9", false);
	own = listen(fd, 1) == 0 && have(false, NULL);
	close(fd);
	return own && !loopback;
}

int main(void)
{
	wires_begin();
	source = new_netns();
	run_in(source, "ip link set lo up && ip address add 172.17.0.9 dev lo && ip address add 172.17.0.10 dev lo");
	listeners = listeners_open(source);
	ok(listeners >= 0, "listeners: a namespace can be asked");
	ok(!have(false, "172.17.0.9") && !have(true, "172.17.0.9"), "listeners: there are none");
	ok(counts(SOCK_STREAM, "0.0.0.0", false, true), "listeners: 0.0.0.0");
	ok(counts(SOCK_STREAM, "172.17.0.9", false, true), "listeners: the own address");
	ok(counts(SOCK_STREAM, "::", false, true), "listeners: ::");
	ok(counts(SOCK_STREAM, "::ffff:172.17.0.9", false, true), "listeners: the own address, mapped");
	ok(counts(SOCK_STREAM, "::ffff:0.0.0.0", false, true), "listeners: 0.0.0.0, mapped");
	ok(counts(SOCK_STREAM, "::", true, false), "listeners: :: for IPv6 alone doesn't count");
	ok(counts(SOCK_STREAM, "::1", false, false), "listeners: nor ::1");
	ok(counts(SOCK_STREAM, "127.0.0.1", false, false), "listeners: nor 127.0.0.1");
	ok(counts(SOCK_STREAM, "172.17.0.10", false, false), "listeners: nor another address");
	ok(counts(SOCK_DGRAM, "0.0.0.0", false, true) && counts(SOCK_DGRAM, "::", false, true)
	   && counts(SOCK_DGRAM, "172.17.0.9", false, true), "listeners: UDP counts when it is bound");
	ok(counts(SOCK_DGRAM, "127.0.0.1", false, false), "listeners: but not on 127.0.0.1");
	ok(elsewhere_does_not_count(), "listeners: nor another port, nor another namespace");
	ok(any_address_but_the_loopback(), "listeners: any address but the loopback's");
	/* The last one: its port stays in TIME_WAIT. */
	ok(a_connection_does_not_count(), "listeners: a connection doesn't count");
	return scene_end();
}
