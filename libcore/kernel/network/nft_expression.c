/* SPDX-License-Identifier: MIT */
#include <endian.h>
#include <libmnl/libmnl.h>
#include <sys/socket.h>

#include "kernel/network/nft_expression.h"

/* An expression being written: its name, and the nest for what it takes. */
struct expression {
	struct nlmsghdr *message;
	struct nlattr *whole;
	struct nlattr *data;
};

static struct expression begin(struct nft_batch *batch, const char *name)
{
	struct expression expression = { .message = batch->netlink.message };

	expression.whole = mnl_attr_nest_start(expression.message, NFTA_LIST_ELEM);
	mnl_attr_put_strz(expression.message, NFTA_EXPR_NAME, name);
	expression.data = mnl_attr_nest_start(expression.message, NFTA_EXPR_DATA);
	return expression;
}

static void end(struct expression *expression)
{
	mnl_attr_nest_end(expression->message, expression->data);
	mnl_attr_nest_end(expression->message, expression->whole);
}

static void put(struct expression *expression, uint16_t attribute, uint32_t number)
{
	mnl_attr_put_u32(expression->message, attribute, htobe32(number));
}

static void put_value(struct expression *expression, uint16_t attribute, const void *value,
	size_t length)
{
	struct nlattr *nest = mnl_attr_nest_start(expression->message, attribute);

	mnl_attr_put(expression->message, NFTA_DATA_VALUE, length, value);
	mnl_attr_nest_end(expression->message, nest);
}

/* Numbered as nft(8) does: the first by its old name for sixteen bytes. */
static void put_register(struct expression *expression, uint16_t attribute, int number)
{
	put(expression, attribute, number ? NFT_REG32_00 + (uint32_t)number : NFT_REG_1);
}

void nft_load_meta(struct nft_batch *batch, enum nft_meta_keys key, int to)
{
	struct expression meta = begin(batch, "meta");

	put(&meta, NFTA_META_KEY, key);
	put_register(&meta, NFTA_META_DREG, to);
	end(&meta);
}

void nft_load_ct(struct nft_batch *batch, enum nft_ct_keys key, int to)
{
	struct expression ct = begin(batch, "ct");

	put(&ct, NFTA_CT_KEY, key);
	put_register(&ct, NFTA_CT_DREG, to);
	end(&ct);
}

void nft_load_payload(struct nft_batch *batch, enum nft_payload_bases base, uint32_t offset,
	uint32_t length, int to)
{
	struct expression payload = begin(batch, "payload");

	put_register(&payload, NFTA_PAYLOAD_DREG, to);
	put(&payload, NFTA_PAYLOAD_BASE, base);
	put(&payload, NFTA_PAYLOAD_OFFSET, offset);
	put(&payload, NFTA_PAYLOAD_LEN, length);
	end(&payload);
}

void nft_load_fib(struct nft_batch *batch, uint32_t flags, enum nft_fib_result result, int to)
{
	struct expression fib = begin(batch, "fib");

	put(&fib, NFTA_FIB_FLAGS, flags);
	put(&fib, NFTA_FIB_RESULT, result);
	put_register(&fib, NFTA_FIB_DREG, to);
	end(&fib);
}

void nft_load_value(struct nft_batch *batch, const void *value, size_t length, int to)
{
	struct expression immediate = begin(batch, "immediate");

	put_register(&immediate, NFTA_IMMEDIATE_DREG, to);
	put_value(&immediate, NFTA_IMMEDIATE_DATA, value, length);
	end(&immediate);
}

void nft_compare(struct nft_batch *batch, enum nft_cmp_ops operation, const void *value,
	size_t length)
{
	struct expression cmp = begin(batch, "cmp");

	put_register(&cmp, NFTA_CMP_SREG, 0);
	put(&cmp, NFTA_CMP_OP, operation);
	put_value(&cmp, NFTA_CMP_DATA, value, length);
	end(&cmp);
}

void nft_bitwise(struct nft_batch *batch, uint32_t mask, uint32_t flip)
{
	struct expression bitwise = begin(batch, "bitwise");

	put_register(&bitwise, NFTA_BITWISE_SREG, 0);
	put_register(&bitwise, NFTA_BITWISE_DREG, 0);
	put(&bitwise, NFTA_BITWISE_LEN, sizeof mask);
	put_value(&bitwise, NFTA_BITWISE_MASK, &mask, sizeof mask);
	put_value(&bitwise, NFTA_BITWISE_XOR, &flip, sizeof flip);
	end(&bitwise);
}

void nft_look_up(struct nft_batch *batch, const char *collection, bool is_map)
{
	struct expression lookup = begin(batch, "lookup");

	put_register(&lookup, NFTA_LOOKUP_SREG, 0);
	if (is_map)
		put_register(&lookup, NFTA_LOOKUP_DREG, 0);
	mnl_attr_put_strz(lookup.message, NFTA_LOOKUP_SET, collection);
	end(&lookup);
}

void nft_set_mark(struct nft_batch *batch)
{
	struct expression meta = begin(batch, "meta");

	put(&meta, NFTA_META_KEY, NFT_META_MARK);
	put_register(&meta, NFTA_META_SREG, 0);
	end(&meta);
}

void nft_nat(struct nft_batch *batch, enum nft_nat_types type, bool port)
{
	struct expression nat = begin(batch, "nat");

	put(&nat, NFTA_NAT_TYPE, type);
	put(&nat, NFTA_NAT_FAMILY, AF_INET);
	put_register(&nat, NFTA_NAT_REG_ADDR_MIN, 0);
	if (port)
		put_register(&nat, NFTA_NAT_REG_PROTO_MIN, 1);
	end(&nat);
}

void nft_masquerade(struct nft_batch *batch)
{
	struct expression masquerade = begin(batch, "masq");

	end(&masquerade);
}

void nft_verdict(struct nft_batch *batch, uint32_t verdict)
{
	struct expression immediate = begin(batch, "immediate");
	struct nlattr *data, *code;

	put(&immediate, NFTA_IMMEDIATE_DREG, NFT_REG_VERDICT);
	data = mnl_attr_nest_start(immediate.message, NFTA_IMMEDIATE_DATA);
	code = mnl_attr_nest_start(immediate.message, NFTA_DATA_VERDICT);
	put(&immediate, NFTA_VERDICT_CODE, verdict);
	mnl_attr_nest_end(immediate.message, code);
	mnl_attr_nest_end(immediate.message, data);
	end(&immediate);
}
