/* `ss -ln 'sport = :5432'`, asked of the kernel.
 * SPDX-License-Identifier: MIT */
#include <arpa/inet.h>
#include <linux/inet_diag.h>
#include <linux/sock_diag.h>
#include <libmnl/libmnl.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#include "base/auto.h"
#include "kernel/network/listeners.h"
#include "kernel/network/netlink.h"
#include "kernel/network/netns.h"

/* States as the kernel counts them; a UDP socket that is bound and not connected is "closed". */
enum { STATE_CLOSE = 7, STATE_LISTEN = 10 };

enum { LOOPBACK_INDEX = 1 };   /* in every network namespace */

int listeners_open(int netns)
{
	int outside = netns_enter(netns), kernel;

	if (outside < 0)
		return -1;
	kernel = netlink_open(NETLINK_SOCK_DIAG);
	if (netns_leave(outside) == 0)
		return kernel;
	auto_close(&kernel);
	return -1;
}

/* The IPv4 address that a socket listens on; -1 if it takes no IPv4 at all. */
static int ipv4_of(const struct inet_diag_msg *socket, const struct nlmsghdr *answer, uint32_t *address)
{
	static const unsigned char mapped[12] = { [10] = 0xff, [11] = 0xff };
	const struct nlattr *attribute;

	memcpy(address, socket->id.idiag_src, sizeof *address);
	if (socket->idiag_family == AF_INET)
		return 0;
	memcpy(address, &socket->id.idiag_src[3], sizeof *address);
	if (memcmp(socket->id.idiag_src, mapped, sizeof mapped) == 0)
		return 0;
	mnl_attr_for_each(attribute, answer, sizeof *socket)
		if (mnl_attr_get_type(attribute) == INET_DIAG_SKV6ONLY && mnl_attr_get_payload_len(attribute) > 0
		    && mnl_attr_get_u8(attribute))
			return -1;
	return memcmp(socket->id.idiag_src, &in6addr_any, sizeof in6addr_any) == 0 ? 0 : -1;
}

static int takes(const struct nlmsghdr *answer, void *context)
{
	const struct inet_diag_msg *socket = mnl_nlmsg_get_payload(answer);
	const struct inet_diag_sockid *wanted = context;
	uint32_t address;

	if (answer->nlmsg_type != SOCK_DIAG_BY_FAMILY || mnl_nlmsg_get_payload_len(answer) < sizeof *socket
	    || socket->id.idiag_sport != wanted->idiag_sport || socket->id.idiag_if == LOOPBACK_INDEX
	    || ipv4_of(socket, answer, &address) < 0)
		return 0;
	if (!address)
		return 1;
	return wanted->idiag_src[0] ? address == wanted->idiag_src[0] : (ntohl(address) >> 24) != IN_LOOPBACKNET;
}

/* The kernel looks at the port alone; the address is for `takes`. */
int listeners_have(int listeners, bool udp, uint32_t address, uint16_t port)
{
	struct inet_diag_req_v2 request = {
		.sdiag_protocol = udp ? IPPROTO_UDP : IPPROTO_TCP,
		.idiag_states = 1u << (udp ? STATE_CLOSE : STATE_LISTEN),
		.id = { .idiag_sport = htons(port), .idiag_src = { address } },
	};
	static const uint8_t families[] = { AF_INET, AF_INET6 };
	int found = 0;

	for (int i = 0; i < 2 && !found; i++) {
		struct netlink_batch batch = { 0 };

		request.sdiag_family = families[i];
		netlink_begin(&batch, SOCK_DIAG_BY_FAMILY, 0, &request, sizeof request);
		found = netlink_dump(listeners, &batch, takes, &request.id);
	}
	return found;
}
