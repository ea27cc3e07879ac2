/* The firewall table of linkbox: its chains, and the collections that its elements go into. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "kernel/network/nft.h"

enum {
	NAT_MARK = 0x1000,        /* of packets that may go to a container */
	NAT_SUBNET_PREFIX = 16,
};
#define NAT_TABLE "linkbox"
#define NAT_INTERFACES "lb"       /* how the name of every container's host interface begins */

/* A collection, and the key of the record lines that are its elements. */
struct nat_kind {
	const char *key;
	struct nft_collection collection;
};
extern const struct nat_kind nat_kinds[];   /* ends with a NULL key */

/* Put the whole table on a batch, which needs NAT_TABLE_SIZE bytes. `fence`: nothing is forwarded
 * that neither comes from nor goes to a container. Addresses in network byte order. */
enum { NAT_TABLE_SIZE = 20480 };
void nat_table_put(struct nft_batch *batch, uint32_t subnet, uint32_t gateway, bool fence);
