/* SPDX-License-Identifier: MIT */
#include <limits.h>

#include "kernel/network/nat_admit.h"
#include "kernel/network/nat_match.h"
#include "kernel/network/nat_table.h"
#include "kernel/network/nft_expression.h"

enum { PROTOCOL_ICMP = 1, ICMP_ECHO_REQUEST = 8 };

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
	nat_match_interface(batch, NFT_META_IIFNAME, NFT_CMP_NEQ);
	nat_match_subnet(batch, NAT_DESTINATION, NFT_CMP_NEQ, subnet);
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
	nat_match_connection(batch, NFT_CT_STATE, NAT_GOING_ON);
	end_admitted(batch, rule);

	/* ct status dnat … */
	rule = nft_begin_rule(batch, "admit");
	nat_match_connection(batch, NFT_CT_STATUS, NAT_TRANSLATED);
	end_admitted(batch, rule);

	/* Only a container's own cable tells that a source address is its own (guard). */
	/* iifname != "lb*" accept */
	rule = nft_begin_rule(batch, "admit");
	nat_match_interface(batch, NFT_META_IIFNAME, NFT_CMP_NEQ);
	nft_verdict(batch, NFT_ACCEPT);
	nft_end_rule(batch, rule);

	/* ip daddr != SUBNET … */
	rule = nft_begin_rule(batch, "admit");
	nat_match_subnet(batch, NAT_DESTINATION, NFT_CMP_NEQ, subnet);
	end_admitted(batch, rule);
}

static void load_addresses(struct nft_batch *batch)
{
	nft_load_payload(batch, NFT_PAYLOAD_NETWORK_HEADER, NAT_SOURCE, 4, 0);
	nft_load_payload(batch, NFT_PAYLOAD_NETWORK_HEADER, NAT_DESTINATION, 4, 1);
}

/* ip saddr . ip daddr . meta l4proto . th dport @SET … */
static void put_admitted_links(struct nft_batch *batch, const char *set)
{
	struct nlattr *rule = nft_begin_rule(batch, "admit");

	load_addresses(batch);
	nft_load_meta(batch, NFT_META_L4PROTO, 2);
	nft_load_payload(batch, NFT_PAYLOAD_TRANSPORT_HEADER, NAT_PORT, 2, 3);
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
	nft_load_payload(batch, NFT_PAYLOAD_NETWORK_HEADER, NAT_SOURCE, 4, 0);
	nft_look_up(batch, "open", false);
	nft_load_payload(batch, NFT_PAYLOAD_NETWORK_HEADER, NAT_DESTINATION, 4, 0);
	nft_look_up(batch, "open", false);
	end_admitted(batch, rule);
}

void nat_admit_put(struct nft_batch *batch, uint32_t subnet)
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
