/* The expressions of a rule of nf_tables, in the words of the kernel's virtual machine. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <linux/netfilter/nf_tables.h>

#include "kernel/network/nft.h"

/* Load something into register `to`. */
void nft_load_meta(struct nft_batch *batch, enum nft_meta_keys key, int to);
void nft_load_ct(struct nft_batch *batch, enum nft_ct_keys key, int to);
void nft_load_payload(struct nft_batch *batch, enum nft_payload_bases base, uint32_t offset,
	uint32_t length, int to);
void nft_load_fib(struct nft_batch *batch, uint32_t flags, enum nft_fib_result result, int to);
void nft_load_value(struct nft_batch *batch, const void *value, size_t length, int to);

/* Go on with the rule if register 0 compares so with the value. */
void nft_compare(struct nft_batch *batch, enum nft_cmp_ops operation, const void *value,
	size_t length);

/* Register 0 = (register 0 & mask) ^ flip; in the machine's byte order. */
void nft_bitwise(struct nft_batch *batch, uint32_t mask, uint32_t flip);

/* Go on if the registers from 0 on are in the set; a map's data then goes to those from 0 on. */
void nft_look_up(struct nft_batch *batch, const char *collection, bool is_map);

void nft_set_mark(struct nft_batch *batch);   /* to register 0 */

/* To the address in register 0; `port`: and the port in register 1. */
void nft_nat(struct nft_batch *batch, enum nft_nat_types type, bool port);
void nft_masquerade(struct nft_batch *batch);

enum { NFT_DROP = 0, NFT_ACCEPT = 1 };
void nft_verdict(struct nft_batch *batch, uint32_t verdict);
