/* Answers of the kernel: the first byte chooses who asks, then packets of an answer. The harness
 * takes the kernel's place.
 * SPDX-License-Identifier: MIT */
#include "packets.h"

static const uint8_t *rest;
static size_t left;

static int fuzz_socket(void);
static ssize_t fuzz_receive(int fd, void *buffer, size_t room);
static void fuzz_returned(void);

#define socket(domain, type, protocol) ((void)(type), (void)(protocol), fuzz_socket())
#define sendto(fd, data, length, flags, address, size) ((void)(fd), (void)(data), (void)(address), (ssize_t)(length))
#define recv(fd, buffer, room, flags) ((void)(flags), fuzz_receive(fd, buffer, room))
#include "kernel/network/netlink.c"
#undef socket
#undef sendto
#undef recv

#include "kernel/network/conntrack.h"
#include "kernel/network/iface.h"
#include "kernel/network/listeners.h"
#include "kernel/network/nft.h"
#include "kernel/network/route.h"
#include "kernel/probe/probe.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#include <sanitizer/asan_interface.h>
#endif
#endif
#ifndef ASAN_POISON_MEMORY_REGION
#define ASAN_POISON_MEMORY_REGION(address, size) ((void)(address), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(address, size) ((void)(address), (void)(size))
#endif

static char *poisoned;

static int fuzz_socket(void)
{
	return open("/dev/null", O_RDONLY | O_CLOEXEC);
}

/* What an answer doesn't fill must not be looked at. */
static ssize_t fuzz_receive(int fd, void *buffer, size_t room)
{
	struct packet packet;

	(void)fd;
	fuzz_returned();
	if (!packet_cut(&rest, &left, &packet)) {
		errno = EAGAIN;
		return -1;
	}
	if (packet.length > room)
		return (ssize_t)packet.length;
	if (packet.length)
		memcpy(buffer, packet.data, packet.length);
	poisoned = buffer;
	ASAN_POISON_MEMORY_REGION(poisoned + packet.length, NETLINK_BUFFER - packet.length);
	return (ssize_t)packet.length;
}

static void fuzz_returned(void)
{
	if (poisoned)
		ASAN_UNPOISON_MEMORY_REGION(poisoned, NETLINK_BUFFER);
	poisoned = NULL;
}

static int see_name(const char *name, void *context)
{
	(void)context;
	fuzz_expect(strlen(name) < NETLINK_BUFFER);
	return 0;
}

static int see_route(const struct route *route, void *context)
{
	(void)context;
	return route->prefix == 255;
}

static void see_obstacle(const struct obstacle *obstacle)
{
	if (obstacle->kind == OBSTACLE_CHAIN)
		fuzz_expect(strlen(obstacle->table) < 64 && strlen(obstacle->chain) < 64);
}

static void ask_listeners(void)
{
	int kernel = netlink_open(NETLINK_SOCK_DIAG);

	listeners_have(kernel, *rest & 1, 0, 5432);
	close(kernel);
}

static void send_one(void)
{
	struct netlink_batch batch = { .accepted = ENOENT };
	int kernel = netlink_open(NETLINK_ROUTE);

	iface_put_up(&batch, 1);
	netlink_send(kernel, &batch);
	fuzz_expect(strlen(netlink_reason()) < 160 && (batch.failed == 0 || batch.failed == -1));
	close(kernel);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct conntrack_match match = { .consumer = 1, .source = 2, .protocol = 6, .port = 3 };

	if (!size)
		return 0;
	fail_silently(true);
	rest = data + 1;
	left = size - 1;
	switch (*data % 7) {
	case 0:
		send_one();
		break;
	case 1:
		iface_each_veth(see_name, NULL);
		break;
	case 2:
		route_each(see_route, NULL);
		break;
	case 3:
		conntrack_delete(&match);
		break;
	case 4:
		probe_obstacles(see_obstacle);
		break;
	case 5:
		if (left)
			ask_listeners();
		break;
	default:
		nft_find_table(-1, "linkbox");
	}
	fuzz_returned();
	return 0;
}
