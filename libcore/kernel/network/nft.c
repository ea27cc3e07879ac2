/* SPDX-License-Identifier: MIT */
#include <endian.h>
#include <libmnl/libmnl.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <string.h>
#include <sys/socket.h>

#include "kernel/network/nft.h"

/* Starts and ends a batch. */
static void put_boundary(struct nft_batch *batch, uint16_t type)
{
	struct nfgenmsg header = {
		.nfgen_family = AF_UNSPEC,
		.version = NFNETLINK_V0,
		.res_id = htobe16(NFNL_SUBSYS_NFTABLES),
	};

	netlink_begin(&batch->netlink, type, 0, &header, sizeof header);
}

static struct nlmsghdr *begin(struct nft_batch *batch, uint16_t type, uint16_t flags,
	uint16_t table_attribute)
{
	struct nfgenmsg header = { .nfgen_family = AF_INET, .version = NFNETLINK_V0 };
	struct nlmsghdr *message = netlink_begin(&batch->netlink,
		NFNL_SUBSYS_NFTABLES << 8 | type, flags, &header, sizeof header);

	mnl_attr_put_strz(message, table_attribute, batch->table);
	return message;
}

static void put_number(struct nlmsghdr *message, uint16_t attribute, uint32_t number)
{
	mnl_attr_put_u32(message, attribute, htobe32(number));
}

void nft_begin(struct nft_batch *batch, const char *table)
{
	batch->table = table;
	put_boundary(batch, NFNL_MSG_BATCH_BEGIN);
}

int nft_commit(int kernel, struct nft_batch *batch)
{
	/* Older kernels don't acknowledge the end of a batch, so the last message before it asks. */
	batch->netlink.message->nlmsg_flags |= NLM_F_ACK;
	put_boundary(batch, NFNL_MSG_BATCH_END);
	return netlink_send(kernel, &batch->netlink);
}

int nft_find_table(int kernel, const char *table)
{
	struct nft_batch request = { .table = table };

	begin(&request, NFT_MSG_GETTABLE, 0, NFTA_TABLE_NAME);
	return netlink_send(kernel, &request.netlink);
}

void nft_add_table(struct nft_batch *batch)
{
	put_number(begin(batch, NFT_MSG_NEWTABLE, NLM_F_CREATE, NFTA_TABLE_NAME),
		NFTA_TABLE_FLAGS, 0);
}

void nft_delete_table(struct nft_batch *batch)
{
	begin(batch, NFT_MSG_DELTABLE, 0, NFTA_TABLE_NAME);
}

void nft_add_chain(struct nft_batch *batch, const char *name, const char *type,
	enum nft_hook hook, int priority)
{
	struct nlmsghdr *message = begin(batch, NFT_MSG_NEWCHAIN, NLM_F_CREATE, NFTA_CHAIN_TABLE);
	struct nlattr *place;

	mnl_attr_put_strz(message, NFTA_CHAIN_NAME, name);
	mnl_attr_put_strz(message, NFTA_CHAIN_TYPE, type);
	place = mnl_attr_nest_start(message, NFTA_CHAIN_HOOK);
	put_number(message, NFTA_HOOK_HOOKNUM, (uint32_t)hook);
	put_number(message, NFTA_HOOK_PRIORITY, (uint32_t)priority);
	mnl_attr_nest_end(message, place);
}

static uint32_t width_of(enum nft_type type)
{
	switch (type) {
	case NFT_ADDRESS:
		return 4;
	case NFT_PORT:
		return 2;
	default:
		return 1;
	}
}

static int count_fields(const enum nft_type *types)
{
	int count = 0;

	while (count < NFT_FIELDS && types[count])
		count++;
	return count;
}

/* nft(8) numbers a concatenation by its types, six bits each. The kernel only keeps it. */
static void put_types(struct nlmsghdr *message, uint16_t type_attribute,
	uint16_t length_attribute, const enum nft_type *types)
{
	unsigned count = (unsigned)count_fields(types);
	uint32_t number = 0;

	for (unsigned i = 0; i < count; i++)
		number = number << 6 | types[i];
	put_number(message, type_attribute, number);
	put_number(message, length_attribute, count == 1 ? width_of(types[0]) : 4U * count);
}

/* Intervals of a concatenation need the width of each field. */
static void put_widths(struct nlmsghdr *message, const enum nft_type *types)
{
	struct nlattr *description = mnl_attr_nest_start(message, NFTA_SET_DESC);
	struct nlattr *fields = mnl_attr_nest_start(message, NFTA_SET_DESC_CONCAT);

	for (int i = 0; i < count_fields(types); i++) {
		struct nlattr *field = mnl_attr_nest_start(message, NFTA_LIST_ELEM);

		put_number(message, NFTA_SET_FIELD_LEN, width_of(types[i]));
		mnl_attr_nest_end(message, field);
	}
	mnl_attr_nest_end(message, fields);
	mnl_attr_nest_end(message, description);
}

/* What nft(8) wants to know when it lists: the byte order of key and data (0 mixed, 2 network). */
static void put_orders(struct nlmsghdr *message, const struct nft_collection *collection)
{
	struct {
		uint8_t type, length;
		uint8_t order[4];   /* the machine's byte order */
	} notes[2] = { { 0, 4, { 0 } }, { 1, 4, { 0 } } };
	uint32_t key = count_fields(collection->key) == 1 ? 2 : 0;
	uint32_t data = count_fields(collection->data) == 1 ? 2 : 0;

	memcpy(notes[0].order, &key, sizeof key);
	memcpy(notes[1].order, &data, sizeof data);
	mnl_attr_put(message, NFTA_SET_USERDATA,
		collection->data[0] ? sizeof notes : sizeof notes[0], notes);
}

void nft_add_collection(struct nft_batch *batch, const struct nft_collection *collection)
{
	struct nlmsghdr *message = begin(batch, NFT_MSG_NEWSET, NLM_F_CREATE, NFTA_SET_TABLE);
	uint32_t flags = 0;

	if (collection->data[0])
		flags |= NFT_SET_MAP;
	if (collection->interval)
		flags |= NFT_SET_INTERVAL | NFT_SET_CONCAT;
	mnl_attr_put_strz(message, NFTA_SET_NAME, collection->name);
	put_number(message, NFTA_SET_FLAGS, flags);
	put_types(message, NFTA_SET_KEY_TYPE, NFTA_SET_KEY_LEN, collection->key);
	if (collection->data[0])
		put_types(message, NFTA_SET_DATA_TYPE, NFTA_SET_DATA_LEN, collection->data);
	put_number(message, NFTA_SET_ID, (uint32_t)batch->netlink.count);
	if (collection->interval)
		put_widths(message, collection->key);
	put_orders(message, collection);
}

static void put_value(struct nlmsghdr *message, uint16_t attribute,
	const struct nft_value *value)
{
	struct nlattr *nest = mnl_attr_nest_start(message, attribute);

	mnl_attr_put(message, NFTA_DATA_VALUE, value->length, value->bytes);
	mnl_attr_nest_end(message, nest);
}

void nft_put_element(struct nft_batch *batch, bool add, const char *collection,
	const struct nft_value *key, const struct nft_value *last, const struct nft_value *data)
{
	struct nlmsghdr *message = begin(batch, add ? NFT_MSG_NEWSETELEM : NFT_MSG_DELSETELEM,
		add ? NLM_F_CREATE : 0, NFTA_SET_ELEM_LIST_TABLE);
	struct nlattr *list, *element;

	mnl_attr_put_strz(message, NFTA_SET_ELEM_LIST_SET, collection);
	list = mnl_attr_nest_start(message, NFTA_SET_ELEM_LIST_ELEMENTS);
	element = mnl_attr_nest_start(message, NFTA_LIST_ELEM);
	put_value(message, NFTA_SET_ELEM_KEY, key);
	if (last)
		put_value(message, NFTA_SET_ELEM_KEY_END, last);
	if (data)
		put_value(message, NFTA_SET_ELEM_DATA, data);
	mnl_attr_nest_end(message, element);
	mnl_attr_nest_end(message, list);
}

struct nlattr *nft_begin_rule(struct nft_batch *batch, const char *chain)
{
	struct nlmsghdr *message = begin(batch, NFT_MSG_NEWRULE, NLM_F_CREATE | NLM_F_APPEND,
		NFTA_RULE_TABLE);

	mnl_attr_put_strz(message, NFTA_RULE_CHAIN, chain);
	return mnl_attr_nest_start(message, NFTA_RULE_EXPRESSIONS);
}

void nft_end_rule(struct nft_batch *batch, struct nlattr *rule)
{
	mnl_attr_nest_end(batch->netlink.message, rule);
}
