/* A network interface: its number, its settings, whether it is up, its address. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "kernel/network/netlink.h"

/* The number of an interface in the network namespace of this netlink descriptor; -1 and errno
 * ENODEV, silent. */
int iface_index(int kernel, const char *name);

/* Wait, for a moment at most, until an interface that is up sends what it is given. The kernel turns
 * an end of a veth pair on in the background once the other end is up too, behind all that waits for
 * its rtnl lock, and drops what is sent till then. */
void iface_wait_running(int kernel, const char *name);

/* Call `each` with the name of every interface of the kind veth; stops when that returns non-zero,
 * which is returned. -1 said. */
int iface_each_veth(int (*each)(const char *name, void *context), void *context);

/* These put one request each on a batch. */

/* IFF_UP. */
void iface_put_up(struct netlink_batch *batch, int index);

/* No IPv6 address of its own making (addr_gen_mode none); before it goes up. */
void iface_put_no_ipv6(struct netlink_batch *batch, int index);

/* Settings of /proc/sys/net/ipv4/conf/<name>/: `setting` is an IPV4_DEVCONF_…, with its value. */
struct iface_setting {
	int setting;
	uint32_t value;
};
void iface_put_settings(struct netlink_batch *batch, int index,
	const struct iface_setting *settings, int count);

/* The address, as /32, in network byte order. */
void iface_put_address(struct netlink_batch *batch, int index, uint32_t address);
