/* A pair of virtual Ethernet devices: the cable between host and container. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "kernel/network/iface.h"

struct veth_end {
	const char *name;
	const unsigned char *mac;   /* MAC_LENGTH bytes */
};

/* Make the pair: `host` here, `guest` in the network namespace that `netns` is open on. Both are
 * down. -1 said; silent with errno EEXIST if `host` is there already. */
int veth_create(int kernel, const struct veth_end *host, const struct veth_end *guest, int netns);
