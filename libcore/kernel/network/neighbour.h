/* A neighbour: which MAC address an address of the other end of a cable has. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "kernel/network/iface.h"

/* Put a permanent entry on a batch: nobody ever asks by ARP. */
void neighbour_put(struct netlink_batch *batch, int index, uint32_t address,
	const unsigned char mac[MAC_LENGTH]);
