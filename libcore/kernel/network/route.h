/* Routes and the rules that lead to them. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "kernel/network/netlink.h"

/* These put one request each on a batch. Addresses are in network byte order; what is there
 * already is replaced. All carry protocol `kernel`, so that network managers leave them alone. */

/* Everything through `gateway`, which is on the link though no address says so. */
void route_put_default(struct netlink_batch *batch, int index, uint32_t gateway);

/* One host behind an interface, in a table of its own; packets of the host itself get `source`. */
void route_put_host(struct netlink_batch *batch, int table, uint32_t address, int index,
	uint32_t source);

/* Nothing of a subnet can be reached, by the main table. */
void route_put_unreachable(struct netlink_batch *batch, uint32_t subnet, int prefix);

/* A rule that leads to a table: packets of the host itself (iif lo), or packets whose mark has
 * this bit. A rule that is there already is refused with EEXIST. */
void route_put_rule_local(struct netlink_batch *batch, int preference, int table);
void route_put_rule_mark(struct netlink_batch *batch, int preference, int table, uint32_t mark);

/* What a routing table says of a destination. */
struct route {
	uint32_t destination;
	int prefix;
	unsigned char type;       /* RTN_UNICAST… */
	unsigned char protocol;   /* RTPROT_KERNEL… */
};

/* Call `each` for every IPv4 route of every table until it returns non-zero, which is returned.
 * -1 said. */
int route_each(int (*each)(const struct route *route, void *context), void *context);
