/* Batches of nf_tables: tables, chains, collections and rules, as nft(8) would send them. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kernel/network/netlink.h"

/* All of it is for one table of family ip, whose name is given at the beginning. A batch is carried
 * out as a whole or not at all. `kernel` is netlink_netfilter(). */
struct nft_batch {
	struct netlink_batch netlink;
	const char *table;
};

void nft_begin(struct nft_batch *batch, const char *table);

/* Send it: -1 and errno, silent; batch->netlink.failed counts the messages after nft_begin, from 1.
 * EOPNOTSUPP or EPROTONOSUPPORT: no nf_tables in this kernel; ENOENT: it lacks an expression (or
 * what the batch names is absent). */
int nft_commit(int kernel, struct nft_batch *batch);

/* 0 if the table is there; -1 and errno, silent: ENOENT if not. */
int nft_find_table(int kernel, const char *table);

void nft_add_table(struct nft_batch *batch);
void nft_delete_table(struct nft_batch *batch);

enum nft_hook { NFT_PREROUTING = 0, NFT_FORWARD = 2, NFT_OUTPUT = 3, NFT_POSTROUTING = 4 };
void nft_add_chain(struct nft_batch *batch, const char *name, const char *type,
	enum nft_hook hook, int priority);

/* A set, or a map if it has data. A key of several fields is a concatenation: each starts at a
 * multiple of four bytes. Types end the list of fields with 0. */
enum nft_type { NFT_ADDRESS = 7, NFT_PROTOCOL = 12, NFT_PORT = 13 };
enum { NFT_FIELDS = 4 };
struct nft_collection {
	const char *name;
	enum nft_type key[NFT_FIELDS];
	enum nft_type data[NFT_FIELDS];
	bool interval;
};
void nft_add_collection(struct nft_batch *batch, const struct nft_collection *collection);

/* Add or delete (`add` false) one element. `last` is the key's other end in an interval, else
 * NULL; `data` NULL in a set. What is there with the same data is no error. */
struct nft_value {
	unsigned char bytes[4 * NFT_FIELDS];
	size_t length;
};
void nft_put_element(struct nft_batch *batch, bool add, const char *collection,
	const struct nft_value *key, const struct nft_value *last, const struct nft_value *data);

/* A rule: its expressions stand between begin and end. Registers are 0 to 15, four bytes each. */
struct nlattr *nft_begin_rule(struct nft_batch *batch, const char *chain);
void nft_end_rule(struct nft_batch *batch, struct nlattr *rule);
