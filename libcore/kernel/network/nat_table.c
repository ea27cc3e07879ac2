/* SPDX-License-Identifier: MIT */
#include <linux/rtnetlink.h>

#include "kernel/network/nat_admit.h"
#include "kernel/network/nat_match.h"
#include "kernel/network/nat_table.h"
#include "kernel/network/nft_expression.h"

const struct nat_kind nat_kinds[] = {
	{ "publish", { "publish",
		{ NFT_PROTOCOL, NFT_PORT }, { NFT_ADDRESS, NFT_PORT }, false } },
	{ "publish_at", { "publish_at",
		{ NFT_ADDRESS, NFT_PROTOCOL, NFT_PORT }, { NFT_ADDRESS, NFT_PORT }, false } },
	{ "publish_range", { "publish_range",
		{ NFT_PROTOCOL, NFT_PORT }, { NFT_ADDRESS }, true } },
	{ "publish_range_at", { "publish_range_at",
		{ NFT_ADDRESS, NFT_PROTOCOL, NFT_PORT }, { NFT_ADDRESS }, true } },
	{ "link", { "links",
		{ NFT_ADDRESS, NFT_ADDRESS, NFT_PROTOCOL, NFT_PORT }, { 0 }, false } },
	{ "link_range", { "link_ranges",
		{ NFT_ADDRESS, NFT_ADDRESS, NFT_PROTOCOL, NFT_PORT }, { 0 }, true } },
	{ "pair", { "pairs", { NFT_ADDRESS, NFT_ADDRESS }, { 0 }, false } },
	{ "open", { "open", { NFT_ADDRESS }, { 0 }, false } },
	{ 0 },
};

static void put_guard(struct nft_batch *batch, uint32_t subnet)
{
	uint32_t missing = 0, lo = 1;
	struct nlattr *rule;

	/* chain guard { type filter hook prerouting priority raw; } */
	nft_add_chain(batch, "guard", "filter", NFT_PREROUTING, -300);

	/* iifname "lb*" ip daddr 127.0.0.0/8 drop */
	rule = nft_begin_rule(batch, "guard");
	nat_match_interface(batch, NFT_META_IIFNAME, NFT_CMP_EQ);
	nat_match_loopback(batch, NAT_DESTINATION);
	nft_verdict(batch, NFT_DROP);
	nft_end_rule(batch, rule);

	/* iifname "lb*" fib saddr . iif oif missing drop */
	rule = nft_begin_rule(batch, "guard");
	nat_match_interface(batch, NFT_META_IIFNAME, NFT_CMP_EQ);
	nft_load_fib(batch, NFTA_FIB_F_SADDR | NFTA_FIB_F_IIF | NFTA_FIB_F_PRESENT,
		NFT_FIB_RESULT_OIF, 0);
	nft_compare(batch, NFT_CMP_EQ, &missing, sizeof missing);
	nft_verdict(batch, NFT_DROP);
	nft_end_rule(batch, rule);

	/* A neighbour in the network could else go on with a link's open connection. */
	/* iifname != "lb*" iif != lo ip saddr SUBNET drop */
	rule = nft_begin_rule(batch, "guard");
	nat_match_interface(batch, NFT_META_IIFNAME, NFT_CMP_NEQ);
	nft_load_meta(batch, NFT_META_IIF, 0);
	nft_compare(batch, NFT_CMP_NEQ, &lo, sizeof lo);
	nat_match_subnet(batch, NAT_SOURCE, NFT_CMP_EQ, subnet);
	nft_verdict(batch, NFT_DROP);
	nft_end_rule(batch, rule);
}

/* dnat ip to [ip daddr .] meta l4proto . th dport map @MAP */
static void put_translation(struct nft_batch *batch, const char *chain, const char *map,
	bool with_address, bool with_port)
{
	struct nlattr *rule = nft_begin_rule(batch, chain);
	int to = 0;

	if (with_address)
		nft_load_payload(batch, NFT_PAYLOAD_NETWORK_HEADER, NAT_DESTINATION, 4, to++);
	nft_load_meta(batch, NFT_META_L4PROTO, to++);
	nft_load_payload(batch, NFT_PAYLOAD_TRANSPORT_HEADER, NAT_PORT, 2, to);
	nft_look_up(batch, map, true);
	nft_nat(batch, NFT_NAT_DNAT, with_port);
	nft_end_rule(batch, rule);
}

static void put_translations(struct nft_batch *batch, const char *chain)
{
	uint32_t local = RTN_LOCAL;
	struct nlattr *rule;

	/* fib daddr type != local accept */
	rule = nft_begin_rule(batch, chain);
	nft_load_fib(batch, NFTA_FIB_F_DADDR, NFT_FIB_RESULT_ADDRTYPE, 0);
	nft_compare(batch, NFT_CMP_NEQ, &local, sizeof local);
	nft_verdict(batch, NFT_ACCEPT);
	nft_end_rule(batch, rule);

	put_translation(batch, chain, "publish_at", true, true);
	put_translation(batch, chain, "publish_range_at", true, false);
	put_translation(batch, chain, "publish", false, true);
	put_translation(batch, chain, "publish_range", false, false);
}

static void put_arrive_and_depart(struct nft_batch *batch)
{
	struct nlattr *rule;

	/* chain arrive { type nat hook prerouting priority dstnat; } */
	nft_add_chain(batch, "arrive", "nat", NFT_PREROUTING, -100);

	/* Before routing refuses it, a frame from the network to 127.0.0.1 would be translated. */
	/* ip daddr 127.0.0.0/8 accept */
	rule = nft_begin_rule(batch, "arrive");
	nat_match_loopback(batch, NAT_DESTINATION);
	nft_verdict(batch, NFT_ACCEPT);
	nft_end_rule(batch, rule);
	put_translations(batch, "arrive");

	/* chain depart { type nat hook output priority -100; } */
	nft_add_chain(batch, "depart", "nat", NFT_OUTPUT, -100);
	put_translations(batch, "depart");
}

static void put_source(struct nft_batch *batch, uint32_t gateway)
{
	/* snat to GATEWAY */
	nft_load_value(batch, &gateway, sizeof gateway, 0);
	nft_nat(batch, NFT_NAT_SNAT, false);
}

static void put_hide(struct nft_batch *batch, uint32_t subnet, uint32_t gateway)
{
	struct nlattr *rule;

	/* chain hide { type nat hook postrouting priority srcnat; } */
	nft_add_chain(batch, "hide", "nat", NFT_POSTROUTING, 100);

	/* ip saddr SUBNET ip daddr != SUBNET masquerade */
	rule = nft_begin_rule(batch, "hide");
	nat_match_subnet(batch, NAT_SOURCE, NFT_CMP_EQ, subnet);
	nat_match_subnet(batch, NAT_DESTINATION, NFT_CMP_NEQ, subnet);
	nft_masquerade(batch);
	nft_end_rule(batch, rule);

	/* ip saddr 127.0.0.0/8 oifname "lb*" snat to GATEWAY */
	rule = nft_begin_rule(batch, "hide");
	nat_match_loopback(batch, NAT_SOURCE);
	nat_match_interface(batch, NFT_META_OIFNAME, NFT_CMP_EQ);
	put_source(batch, gateway);
	nft_end_rule(batch, rule);

	/* ip saddr SUBNET ct status dnat snat to GATEWAY */
	rule = nft_begin_rule(batch, "hide");
	nat_match_subnet(batch, NAT_SOURCE, NFT_CMP_EQ, subnet);
	nat_match_connection(batch, NFT_CT_STATUS, NAT_TRANSLATED);
	put_source(batch, gateway);
	nft_end_rule(batch, rule);
}

static void put_fence(struct nft_batch *batch)
{
	struct nlattr *rule;

	/* chain fence { type filter hook forward priority filter; } */
	nft_add_chain(batch, "fence", "filter", NFT_FORWARD, 0);

	/* iifname != "lb*" oifname != "lb*" drop */
	rule = nft_begin_rule(batch, "fence");
	nat_match_interface(batch, NFT_META_IIFNAME, NFT_CMP_NEQ);
	nat_match_interface(batch, NFT_META_OIFNAME, NFT_CMP_NEQ);
	nft_verdict(batch, NFT_DROP);
	nft_end_rule(batch, rule);
}

void nat_table_put(struct nft_batch *batch, uint32_t subnet, uint32_t gateway, bool fence)
{
	nft_add_table(batch);
	for (const struct nat_kind *kind = nat_kinds; kind->key; kind++)
		nft_add_collection(batch, &kind->collection);
	put_guard(batch, subnet);
	put_arrive_and_depart(batch);
	put_hide(batch, subnet, gateway);
	nat_admit_put(batch, subnet);
	if (fence)
		put_fence(batch);
}
