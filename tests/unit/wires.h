/* Wires: what the unit tests of the network play in. A host without network, and others around it. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>

#include "base/record.h"
#include "base/text.h"
#include "scene.h"

enum { PATIENCE = 250 };   /* milliseconds, for what must not arrive */

static inline bool run(const char *command)
{
	return system(command) == 0;
}

static inline int own_netns(void)
{
	return open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
}

/* The host: a network namespace with nothing but lo, and an empty store. */
static inline void wires_begin(void)
{
	scene_begin();
	if (unshare(CLONE_NEWNET) < 0 || !run("ip link set lo up && nft list ruleset")) {
		printf("1..0 # SKIP needs CAP_NET_ADMIN, ip(8), nft(8) and nf_tables\n");
		exit(EXIT_SUCCESS);
	}
	setenv("LINKBOX_RUN", "/tmp/run", 1);
	setenv("LINKBOX_STATE", "/tmp/state", 1);
}

static inline void enter(int netns)
{
	if (setns(netns, CLONE_NEWNET) < 0)
		perror("# setns");
}

/* A new network namespace; the caller stays where it is. */
static inline int new_netns(void)
{
	int host = own_netns(), other;

	if (unshare(CLONE_NEWNET) < 0)
		perror("# unshare");
	other = own_netns();
	enter(host);
	close(host);
	return other;
}

static inline bool run_in(int netns, const char *command)
{
	int host = own_netns();
	bool good;

	enter(netns);
	good = run(command);
	enter(host);
	close(host);
	return good;
}

static inline int socket_in(int netns, int type, int protocol)
{
	int host = own_netns(), fd;

	enter(netns);
	fd = socket(AF_INET, type | SOCK_CLOEXEC, protocol);
	enter(host);
	close(host);
	return fd;
}

static inline struct sockaddr_in endpoint(const char *address, int port)
{
	struct sockaddr_in endpoint = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };

	inet_pton(AF_INET, address, &endpoint.sin_addr);
	return endpoint;
}

static inline int bound_in(int netns, int type, int port)
{
	struct sockaddr_in any = endpoint("0.0.0.0", port);
	int fd = socket_in(netns, type, 0);

	if (bind(fd, (struct sockaddr *)&any, sizeof any) < 0)
		perror("# bind");
	if (type == SOCK_STREAM && listen(fd, 64) < 0)
		perror("# listen");
	return fd;
}

static inline bool arrives(int fd, int milliseconds)
{
	struct pollfd wanted = { .fd = fd, .events = POLLIN };
	char data[64];

	return poll(&wanted, 1, milliseconds) == 1 && recv(fd, data, sizeof data, 0) > 0;
}

/* A TCP connection: its descriptor, -1 if there is no way. */
static inline int connection(int netns, const char *address, int port)
{
	struct sockaddr_in to = endpoint(address, port);
	int fd = socket_in(netns, SOCK_STREAM | SOCK_NONBLOCK, 0), error = 0;
	struct pollfd wanted = { .fd = fd, .events = POLLOUT };
	socklen_t length = sizeof error;

	if (connect(fd, (struct sockaddr *)&to, sizeof to) == 0
	    || (errno == EINPROGRESS && poll(&wanted, 1, PATIENCE) == 1
	        && getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length) == 0 && !error))
		return fd;
	close(fd);
	return -1;
}

static inline bool connects(int netns, const char *address, int port)
{
	int fd = connection(netns, address, port);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

static inline bool pings(int netns, const char *address)
{
	unsigned char request[8] = { 8, 0, 0xf7, 0xff }, answer[128];   /* with its checksum */
	struct sockaddr_in to = endpoint(address, 0);
	int fd = socket_in(netns, SOCK_RAW, IPPROTO_ICMP);
	struct pollfd wanted = { .fd = fd, .events = POLLIN };
	bool answered = false;

	sendto(fd, request, sizeof request, 0, (struct sockaddr *)&to, sizeof to);
	while (!answered && poll(&wanted, 1, PATIENCE) == 1)
		answered = recv(fd, answer, sizeof answer, 0) > 20 && answer[20] == 0
			&& memcmp(answer + 12, &to.sin_addr, 4) == 0;
	close(fd);
	return answered;
}

static inline uint32_t address_of(const char *text)
{
	uint32_t address = 0;

	text_address(text, &address);
	return address;
}

/* A made-up id: one digit 64 times. */
static inline const char *id_of(char digit)
{
	static char ids[4][65];
	static int turn;
	char *id = ids[turn++ % 4];

	memset(id, digit, 64);
	return id;
}
