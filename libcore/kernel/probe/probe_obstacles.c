/* What others have put into the kernel that stops links and published ports.
 * SPDX-License-Identifier: MIT */
#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <libmnl/libmnl.h>
#include <linux/fib_rules.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/rtnetlink.h>
#include <stdint.h>
#include <string.h>

#include "base/auto.h"
#include "base/file.h"
#include "kernel/network/nat_table.h"
#include "kernel/network/netlink.h"
#include "kernel/network/nft.h"
#include "kernel/probe/probe.h"

enum { CHAINS_MOST = 32, DROP = 0 };

/* A base chain in the way of what is forwarded. */
struct chain {
	unsigned char family;
	char table[64], name[64];
};

struct survey {
	struct chain chains[CHAINS_MOST];
	int count;
	bool lets_us;             /* some rule of the table looked at is about our interfaces */
	void (*each)(const struct obstacle *obstacle);
};

static int begin_dump(struct netlink_batch *batch, uint16_t type, const struct chain *chain)
{
	struct nfgenmsg header = { .nfgen_family = chain ? chain->family : AF_UNSPEC, .version = NFNETLINK_V0 };
	struct nlmsghdr *request = netlink_begin(batch, (uint16_t)(NFNL_SUBSYS_NFTABLES << 8 | type), 0,
						 &header, sizeof header);

	if (chain)
		mnl_attr_put_strz(request, NFTA_RULE_TABLE, chain->table);
	return netlink_open(NETLINK_NETFILTER);
}

/* UINT32_MAX if it is none. */
static uint32_t number_of(const struct nlattr *attribute)
{
	return mnl_attr_validate(attribute, MNL_TYPE_U32) < 0 ? UINT32_MAX : mnl_attr_get_u32(attribute);
}

static const char *text_of(const struct nlattr *attribute)
{
	return mnl_attr_validate(attribute, MNL_TYPE_NUL_STRING) < 0 ? "" : mnl_attr_get_str(attribute);
}

static bool is_at_forward(const struct nlattr *hook)
{
	const struct nlattr *attribute;

	mnl_attr_for_each_nested(attribute, hook)
		if (mnl_attr_get_type(attribute) == NFTA_HOOK_HOOKNUM)
			return be32toh(number_of(attribute)) == NFT_FORWARD;
	return false;
}

static int visit_chain(const struct nlmsghdr *answer, void *context)
{
	const struct nfgenmsg *header = mnl_nlmsg_get_payload(answer);
	struct survey *survey = context;
	struct chain chain = { .family = AF_UNSPEC };
	const struct nlattr *attribute;
	bool forward = false, drops = false;

	if (mnl_nlmsg_get_payload_len(answer) < sizeof *header)
		return 0;
	chain.family = header->nfgen_family;
	mnl_attr_for_each(attribute, answer, sizeof *header) {
		switch (mnl_attr_get_type(attribute)) {
		case NFTA_CHAIN_TABLE: strncpy(chain.table, text_of(attribute), sizeof chain.table - 1); break;
		case NFTA_CHAIN_NAME:  strncpy(chain.name, text_of(attribute), sizeof chain.name - 1); break;
		case NFTA_CHAIN_HOOK:  forward = is_at_forward(attribute); break;
		case NFTA_CHAIN_POLICY: drops = be32toh(number_of(attribute)) == DROP; break;
		}
	}
	if (forward && drops && survey->count < CHAINS_MOST
	    && (chain.family == NFPROTO_IPV4 || chain.family == NFPROTO_INET))
		survey->chains[survey->count++] = chain;
	return 0;
}

/* "lb*" is a comparison of two bytes, in nft's rules and in iptables'. */
static bool compares_with_us(const struct nlattr *data)
{
	const struct nlattr *attribute, *value;

	mnl_attr_for_each_nested(attribute, data) {
		if (mnl_attr_get_type(attribute) != NFTA_CMP_DATA)
			continue;
		mnl_attr_for_each_nested(value, attribute)
			if (mnl_attr_get_type(value) == NFTA_DATA_VALUE
			    && mnl_attr_get_payload_len(value) == strlen(NAT_INTERFACES)
			    && memcmp(mnl_attr_get_payload(value), NAT_INTERFACES, strlen(NAT_INTERFACES)) == 0)
				return true;
	}
	return false;
}

static bool is_about_us(const struct nlattr *expression)
{
	const struct nlattr *attribute, *data = NULL;
	bool compares = false;

	mnl_attr_for_each_nested(attribute, expression) {
		if (mnl_attr_get_type(attribute) == NFTA_EXPR_NAME)
			compares = strcmp(text_of(attribute), "cmp") == 0;
		else if (mnl_attr_get_type(attribute) == NFTA_EXPR_DATA)
			data = attribute;
	}
	return compares && data && compares_with_us(data);
}

static int visit_rule(const struct nlmsghdr *answer, void *context)
{
	struct survey *survey = context;
	const struct nlattr *attribute, *expression;

	mnl_attr_for_each(attribute, answer, sizeof(struct nfgenmsg)) {
		if (mnl_attr_get_type(attribute) != NFTA_RULE_EXPRESSIONS)
			continue;
		mnl_attr_for_each_nested(expression, attribute)
			if (is_about_us(expression))
				survey->lets_us = true;
	}
	return survey->lets_us;
}

static int look_at_table(struct survey *survey, const struct chain *chain)
{
	struct netlink_batch batch = { 0 };
	autoclose int kernel = begin_dump(&batch, NFT_MSG_GETRULE, chain);
	const struct obstacle obstacle = {
		.kind = OBSTACLE_CHAIN, .table = chain->table, .chain = chain->name,
		.family = chain->family == NFPROTO_INET ? "inet" : "ip",
	};

	survey->lets_us = false;
	if (kernel < 0 || netlink_dump(kernel, &batch, visit_rule, survey) < 0)
		return -1;
	if (!survey->lets_us)
		survey->each(&obstacle);
	return 0;
}

static int look_at_chains(struct survey *survey)
{
	struct netlink_batch batch = { 0 };
	autoclose int kernel = begin_dump(&batch, NFT_MSG_GETCHAIN, NULL);

	if (kernel < 0 || netlink_dump(kernel, &batch, visit_chain, survey) < 0)
		return -1;
	for (int i = 0; i < survey->count; i++)
		if (look_at_table(survey, &survey->chains[i]) < 0)
			return -1;
	return 0;
}

/* Its chains are not nf_tables', so they aren't looked into. */
static void look_at_legacy(const struct survey *survey)
{
	autofree char *tables = file_read(AT_FDCWD, "/proc/net/ip_tables_names", 4096, NULL);
	const struct obstacle obstacle = { .kind = OBSTACLE_LEGACY };

	if (tables && strstr(tables, "filter"))
		survey->each(&obstacle);
}

/* mwan3's default mask takes our bit for its own, for one. */
static int visit_rule_of_routing(const struct nlmsghdr *answer, void *context)
{
	const struct survey *survey = context;
	const struct fib_rule_hdr *header = mnl_nlmsg_get_payload(answer);
	struct obstacle obstacle = { .kind = OBSTACLE_MARK };
	const struct nlattr *attribute;
	unsigned mask = 0;

	mnl_attr_for_each(attribute, answer, sizeof *header) {
		switch (mnl_attr_get_type(attribute)) {
		case FRA_PRIORITY: obstacle.preference = number_of(attribute); break;
		case FRA_FWMARK: obstacle.mark = number_of(attribute); break;
		case FRA_FWMASK: mask = number_of(attribute); break;
		}
	}
	if (mask & NAT_MARK && !(mask == NAT_MARK && obstacle.mark == NAT_MARK))
		survey->each(&obstacle);
	return 0;
}

static int look_at_marks(struct survey *survey)
{
	struct netlink_batch batch = { 0 };
	struct fib_rule_hdr header = { .family = AF_INET };
	autoclose int kernel = netlink_open(NETLINK_ROUTE);

	netlink_begin(&batch, RTM_GETRULE, 0, &header, sizeof header);
	return kernel < 0 ? -1 : netlink_dump(kernel, &batch, visit_rule_of_routing, survey);
}

int probe_obstacles(void (*each)(const struct obstacle *obstacle))
{
	struct survey survey = { .each = each };

	look_at_legacy(&survey);
	return look_at_chains(&survey) < 0 || look_at_marks(&survey) < 0 ? -1 : 0;
}
