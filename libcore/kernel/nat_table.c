/* SPDX-License-Identifier: MIT */
#include <limits.h>
#include <linux/rtnetlink.h>
#include <string.h>

#include "kernel/nat_table.h"
#include "kernel/nft_expression.h"

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

enum {
	IP_SOURCE = 12,        /* offsets in the IPv4 header */
	IP_DESTINATION = 16,
	PORT_DESTINATION = 2,  /* offset in the TCP and UDP headers */
	PROTOCOL_ICMP = 1,
	ICMP_ECHO_REQUEST = 8,
	CT_ESTABLISHED_RELATED = 2 | 4,
	CT_DNAT = 32,
};

/* iifname "lb*", or != with NFT_CMP_NEQ; the same for oifname */
static void match_interface(struct nft_batch *batch, enum nft_meta_keys which,
	enum nft_cmp_ops operation)
{
	nft_load_meta(batch, which, 0);
	nft_compare(batch, operation, NAT_INTERFACES, strlen(NAT_INTERFACES));
}

/* ip saddr SUBNET, ip daddr SUBNET */
static void match_subnet(struct nft_batch *batch, uint32_t offset, enum nft_cmp_ops operation,
	uint32_t subnet)
{
	nft_load_payload(batch, NFT_PAYLOAD_NETWORK_HEADER, offset, NAT_SUBNET_PREFIX / 8, 0);
	nft_compare(batch, operation, &subnet, NAT_SUBNET_PREFIX / 8);
}

/* ip saddr 127.0.0.0/8, ip daddr 127.0.0.0/8 */
static void match_loopback(struct nft_batch *batch, uint32_t offset)
{
	nft_load_payload(batch, NFT_PAYLOAD_NETWORK_HEADER, offset, 1, 0);
	nft_compare(batch, NFT_CMP_EQ, "\x7f", 1);
}

/* ct state BITS, ct status BITS */
static void match_connection(struct nft_batch *batch, enum nft_ct_keys key, uint32_t bits)
{
	uint32_t none = 0;

	nft_load_ct(batch, key, 0);
	nft_bitwise(batch, bits, 0);
	nft_compare(batch, NFT_CMP_NEQ, &none, sizeof none);
}

static void put_guard(struct nft_batch *batch)
{
	uint32_t missing = 0;
	struct nlattr *rule;

	/* chain guard { type filter hook prerouting priority raw; } */
	nft_add_chain(batch, "guard", "filter", NFT_PREROUTING, -300);

	/* iifname "lb*" ip daddr 127.0.0.0/8 drop */
	rule = nft_begin_rule(batch, "guard");
	match_interface(batch, NFT_META_IIFNAME, NFT_CMP_EQ);
	match_loopback(batch, IP_DESTINATION);
	nft_verdict(batch, NFT_DROP);
	nft_end_rule(batch, rule);

	/* iifname "lb*" fib saddr . iif oif missing drop */
	rule = nft_begin_rule(batch, "guard");
	match_interface(batch, NFT_META_IIFNAME, NFT_CMP_EQ);
	nft_load_fib(batch, NFTA_FIB_F_SADDR | NFTA_FIB_F_IIF | NFTA_FIB_F_PRESENT,
		NFT_FIB_RESULT_OIF, 0);
	nft_compare(batch, NFT_CMP_EQ, &missing, sizeof missing);
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
		nft_load_payload(batch, NFT_PAYLOAD_NETWORK_HEADER, IP_DESTINATION, 4, to++);
	nft_load_meta(batch, NFT_META_L4PROTO, to++);
	nft_load_payload(batch, NFT_PAYLOAD_TRANSPORT_HEADER, PORT_DESTINATION, 2, to);
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
	match_loopback(batch, IP_DESTINATION);
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
	match_subnet(batch, IP_SOURCE, NFT_CMP_EQ, subnet);
	match_subnet(batch, IP_DESTINATION, NFT_CMP_NEQ, subnet);
	nft_masquerade(batch);
	nft_end_rule(batch, rule);

	/* ip saddr 127.0.0.0/8 oifname "lb*" snat to GATEWAY */
	rule = nft_begin_rule(batch, "hide");
	match_loopback(batch, IP_SOURCE);
	match_interface(batch, NFT_META_OIFNAME, NFT_CMP_EQ);
	put_source(batch, gateway);
	nft_end_rule(batch, rule);

	/* ip saddr SUBNET ct status dnat snat to GATEWAY */
	rule = nft_begin_rule(batch, "hide");
	match_subnet(batch, IP_SOURCE, NFT_CMP_EQ, subnet);
	match_connection(batch, NFT_CT_STATUS, CT_DNAT);
	put_source(batch, gateway);
	nft_end_rule(batch, rule);
}

/* meta mark set meta mark or NAT_MARK accept */
static void end_admitted(struct nft_batch *batch, struct nlattr *rule)
{
	nft_load_meta(batch, NFT_META_MARK, 0);
	nft_bitwise(batch, ~(uint32_t)NAT_MARK, NAT_MARK);
	nft_set_mark(batch);
	nft_verdict(batch, NFT_ACCEPT);
	nft_end_rule(batch, rule);
}

/* What concerns no container keeps its mark; else our bit is ours alone, whoever set it. */
static void put_mark_cleared(struct nft_batch *batch, uint32_t subnet)
{
	struct nlattr *rule;

	/* iifname != "lb*" ip daddr != SUBNET accept */
	rule = nft_begin_rule(batch, "admit");
	match_interface(batch, NFT_META_IIFNAME, NFT_CMP_NEQ);
	match_subnet(batch, IP_DESTINATION, NFT_CMP_NEQ, subnet);
	nft_verdict(batch, NFT_ACCEPT);
	nft_end_rule(batch, rule);

	/* meta mark set meta mark and ~NAT_MARK */
	rule = nft_begin_rule(batch, "admit");
	nft_load_meta(batch, NFT_META_MARK, 0);
	nft_bitwise(batch, ~(uint32_t)NAT_MARK, 0);
	nft_set_mark(batch);
	nft_end_rule(batch, rule);
}

static void put_admitted_connections(struct nft_batch *batch, uint32_t subnet)
{
	struct nlattr *rule;

	/* ct state established,related … */
	rule = nft_begin_rule(batch, "admit");
	match_connection(batch, NFT_CT_STATE, CT_ESTABLISHED_RELATED);
	end_admitted(batch, rule);

	/* ct status dnat … */
	rule = nft_begin_rule(batch, "admit");
	match_connection(batch, NFT_CT_STATUS, CT_DNAT);
	end_admitted(batch, rule);

	/* Only a container's own cable tells that a source address is its own (guard). */
	/* iifname != "lb*" accept */
	rule = nft_begin_rule(batch, "admit");
	match_interface(batch, NFT_META_IIFNAME, NFT_CMP_NEQ);
	nft_verdict(batch, NFT_ACCEPT);
	nft_end_rule(batch, rule);

	/* ip daddr != SUBNET … */
	rule = nft_begin_rule(batch, "admit");
	match_subnet(batch, IP_DESTINATION, NFT_CMP_NEQ, subnet);
	end_admitted(batch, rule);
}

static void load_addresses(struct nft_batch *batch)
{
	nft_load_payload(batch, NFT_PAYLOAD_NETWORK_HEADER, IP_SOURCE, 4, 0);
	nft_load_payload(batch, NFT_PAYLOAD_NETWORK_HEADER, IP_DESTINATION, 4, 1);
}

/* ip saddr . ip daddr . meta l4proto . th dport @SET … */
static void put_admitted_links(struct nft_batch *batch, const char *set)
{
	struct nlattr *rule = nft_begin_rule(batch, "admit");

	load_addresses(batch);
	nft_load_meta(batch, NFT_META_L4PROTO, 2);
	nft_load_payload(batch, NFT_PAYLOAD_TRANSPORT_HEADER, PORT_DESTINATION, 2, 3);
	nft_look_up(batch, set, false);
	end_admitted(batch, rule);
}

static void put_admitted_pings(struct nft_batch *batch)
{
	const unsigned char protocol = PROTOCOL_ICMP, type = ICMP_ECHO_REQUEST;
	struct nlattr *rule = nft_begin_rule(batch, "admit");

	/* icmp type echo-request ip saddr . ip daddr @pairs … */
	nft_load_meta(batch, NFT_META_L4PROTO, 0);
	nft_compare(batch, NFT_CMP_EQ, &protocol, 1);
	nft_load_payload(batch, NFT_PAYLOAD_TRANSPORT_HEADER, 0, 1, 0);
	nft_compare(batch, NFT_CMP_EQ, &type, 1);
	load_addresses(batch);
	nft_look_up(batch, "pairs", false);
	end_admitted(batch, rule);
}

static void put_admitted_open(struct nft_batch *batch)
{
	struct nlattr *rule = nft_begin_rule(batch, "admit");

	/* ip saddr @open ip daddr @open … */
	nft_load_payload(batch, NFT_PAYLOAD_NETWORK_HEADER, IP_SOURCE, 4, 0);
	nft_look_up(batch, "open", false);
	nft_load_payload(batch, NFT_PAYLOAD_NETWORK_HEADER, IP_DESTINATION, 4, 0);
	nft_look_up(batch, "open", false);
	end_admitted(batch, rule);
}

static void put_admit(struct nft_batch *batch, uint32_t subnet)
{
	/* chain admit { type filter hook prerouting priority 2147483647; } */
	nft_add_chain(batch, "admit", "filter", NFT_PREROUTING, INT_MAX);
	put_mark_cleared(batch, subnet);
	put_admitted_connections(batch, subnet);
	put_admitted_links(batch, "links");
	put_admitted_links(batch, "link_ranges");
	put_admitted_pings(batch);
	put_admitted_open(batch);
}

static void put_fence(struct nft_batch *batch)
{
	struct nlattr *rule;

	/* chain fence { type filter hook forward priority filter; } */
	nft_add_chain(batch, "fence", "filter", NFT_FORWARD, 0);

	/* iifname != "lb*" oifname != "lb*" drop */
	rule = nft_begin_rule(batch, "fence");
	match_interface(batch, NFT_META_IIFNAME, NFT_CMP_NEQ);
	match_interface(batch, NFT_META_OIFNAME, NFT_CMP_NEQ);
	nft_verdict(batch, NFT_DROP);
	nft_end_rule(batch, rule);
}

void nat_table_put(struct nft_batch *batch, uint32_t subnet, uint32_t gateway, bool fence)
{
	nft_add_table(batch);
	for (const struct nat_kind *kind = nat_kinds; kind->key; kind++)
		nft_add_collection(batch, &kind->collection);
	put_guard(batch);
	put_arrive_and_depart(batch);
	put_hide(batch, subnet, gateway);
	put_admit(batch, subnet);
	if (fence)
		put_fence(batch);
}
