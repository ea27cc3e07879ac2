/* Conditions that rules of the table begin with; a rule goes on where its condition holds. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "kernel/network/nft_expression.h"

enum {
	NAT_SOURCE = 12,           /* offsets in the IPv4 header */
	NAT_DESTINATION = 16,
	NAT_PORT = 2,              /* of the destination, in the TCP and UDP headers */
	NAT_GOING_ON = 2 | 4,      /* ct state established,related */
	NAT_TRANSLATED = 32,       /* ct status dnat */
};

/* iifname "lb*" or oifname "lb*"; NFT_CMP_NEQ: != */
void nat_match_interface(struct nft_batch *batch, enum nft_meta_keys which,
	enum nft_cmp_ops operation);

/* ip saddr SUBNET or ip daddr SUBNET */
void nat_match_subnet(struct nft_batch *batch, uint32_t offset, enum nft_cmp_ops operation,
	uint32_t subnet);

/* ip saddr 127.0.0.0/8 or ip daddr 127.0.0.0/8 */
void nat_match_loopback(struct nft_batch *batch, uint32_t offset);

/* ct state BITS or ct status BITS: any of them */
void nat_match_connection(struct nft_batch *batch, enum nft_ct_keys key, uint32_t bits);
