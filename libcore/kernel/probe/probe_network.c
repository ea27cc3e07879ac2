/* SPDX-License-Identifier: MIT */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/netfilter/nf_nat.h>
#include <linux/rtnetlink.h>
#include <sched.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "kernel/network/conntrack.h"
#include "kernel/network/iface.h"
#include "kernel/network/ingress.h"
#include "kernel/network/listeners.h"
#include "kernel/network/netns.h"
#include "kernel/network/nat_match.h"
#include "kernel/network/nat_table.h"
#include "kernel/network/nft_expression.h"
#include "kernel/probe/probe.h"
#include "kernel/network/route.h"
#include "kernel/network/veth.h"

static int outside = -1;

int probe_network_begin(void)
{
	outside = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	return outside < 0 || unshare(CLONE_NEWNET) < 0 ? -1 : 0;
}

int probe_network_end(void)
{
	return netns_leave(outside);
}

static int veth(void)
{
	static const unsigned char mac[][MAC_LENGTH] = { { 2, 0, 0, 0, 0, 1 }, { 2, 0, 0, 0, 0, 2 } };
	const struct veth_end one = { "one", mac[0] }, other = { "other", mac[1] };
	autoclose int kernel = netlink_open(NETLINK_ROUTE);
	autoclose int here = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	bool was = fail_silently(true);
	int made = kernel < 0 || here < 0 ? -1 : veth_create(kernel, &one, &other, here);

	fail_silently(was);
	return made;
}

static int routing(void)
{
	struct netlink_batch batch = { 0 };
	autoclose int kernel = netlink_open(NETLINK_ROUTE);

	route_put_rule_mark(&batch, 101, 172, NAT_MARK);
	return kernel < 0 ? -1 : netlink_send(kernel, &batch);
}

static int ingress(void)
{
	autoclose int kernel = netlink_open(NETLINK_ROUTE);
	int lo = kernel < 0 ? -1 : iface_index(kernel, "lo");

	return lo < 0 ? -1 : ingress_drop_loopback(kernel, lo);
}

static int conntrack(void)
{
	const struct conntrack_match nobody = { .source = htonl(0x7f000001) };
	bool was = fail_silently(true);
	int done = conntrack_delete(&nobody);

	fail_silently(was);
	return done;
}

static int sockets(void)
{
	autoclose int here = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	autoclose int asked = here < 0 ? -1 : listeners_open(here);

	return asked < 0 || listeners_have(asked, false, 0, 1) < 0 || listeners_have(asked, true, 0, 1) < 0 ? -1 : 0;
}

/* Make a table with this in it, and take it back in the same step. */
static int try_table(void (*put)(struct nft_batch *batch))
{
	struct nft_batch batch = { .netlink.size = NAT_TABLE_SIZE };
	autoclose int kernel = netlink_open(NETLINK_NETFILTER);
	autofree char *memory = malloc(NAT_TABLE_SIZE);

	if (kernel < 0 || !memory)
		return -1;
	batch.netlink.larger = memory;
	nft_begin(&batch, "probe");
	nft_add_table(&batch);
	put(&batch);
	nft_delete_table(&batch);
	return nft_commit(kernel, &batch);
}

static void put_nothing(struct nft_batch *batch)
{
	(void)batch;
}

static void put_collection(struct nft_batch *batch, bool interval)
{
	const struct nft_collection collection = {
		"it", { NFT_ADDRESS, NFT_PROTOCOL, NFT_PORT }, { NFT_ADDRESS, interval ? 0 : NFT_PORT }, interval
	};

	nft_add_collection(batch, &collection);
}

static void put_map(struct nft_batch *batch)   { put_collection(batch, false); }
static void put_range(struct nft_batch *batch) { put_collection(batch, true); }

static struct nlattr *begin_rule(struct nft_batch *batch)
{
	nft_add_chain(batch, "rules", "filter", NFT_PREROUTING, 0);
	return nft_begin_rule(batch, "rules");
}

static void put_fib(struct nft_batch *batch)
{
	struct nlattr *rule = begin_rule(batch);

	nft_load_fib(batch, NFTA_FIB_F_SADDR | NFTA_FIB_F_IIF | NFTA_FIB_F_PRESENT, NFT_FIB_RESULT_OIF, 0);
	nft_end_rule(batch, rule);
}

static void put_ct(struct nft_batch *batch)
{
	struct nlattr *rule = begin_rule(batch);

	nft_load_ct(batch, NFT_CT_STATE, 0);
	nft_end_rule(batch, rule);
}

static void put_mark(struct nft_batch *batch)
{
	struct nlattr *rule = begin_rule(batch);

	nft_load_meta(batch, NFT_META_MARK, 0);
	nft_bitwise(batch, ~(uint32_t)NAT_MARK, NAT_MARK);
	nft_set_mark(batch);
	nft_end_rule(batch, rule);
}

static void put_nat(struct nft_batch *batch)
{
	const uint32_t address = htonl(0x7f000001);
	struct nlattr *rule;

	nft_add_chain(batch, "rules", "nat", NFT_PREROUTING, -100);
	rule = nft_begin_rule(batch, "rules");
	nft_load_value(batch, &address, sizeof address, 0);
	nft_nat(batch, NFT_NAT_DNAT, false);
	nft_end_rule(batch, rule);
}

static void put_masquerade(struct nft_batch *batch)
{
	struct nlattr *rule;

	nft_add_chain(batch, "rules", "nat", NFT_POSTROUTING, 100);
	rule = nft_begin_rule(batch, "rules");
	nft_masquerade(batch);
	nft_end_rule(batch, rule);
}

static void put_whole(struct nft_batch *batch)
{
	nat_table_put(batch, htonl(0xac110000), htonl(0xac110001), true);
}

static int tables(void)     { return try_table(put_nothing); }
static int maps(void)       { return try_table(put_map); }
static int ranges(void)     { return try_table(put_range); }
static int fib(void)        { return try_table(put_fib); }
static int ct(void)         { return try_table(put_ct); }
static int mark(void)       { return try_table(put_mark); }
static int nat(void)        { return try_table(put_nat); }
static int masquerade(void) { return try_table(put_masquerade); }
static int whole(void)      { return try_table(put_whole); }

#define NO_NETWORK "containers run with --net none and host only "

const struct probe probe_network[] = {
	{ "veth", true, veth, NO_NETWORK "(CONFIG_VETH)" },
	{ "policy routing", true, routing, NO_NETWORK "(CONFIG_IP_MULTIPLE_TABLES)" },
	{ "nf_tables", true, tables, NO_NETWORK "(CONFIG_NF_TABLES, CONFIG_NF_TABLES_IPV4)" },
	{ "nf_tables maps", true, maps, NO_NETWORK "(CONFIG_NF_TABLES)" },
	{ "nf_tables ranges", true, ranges, NO_NETWORK "(Linux 5.6)" },
	{ "nf_tables mark", true, mark, NO_NETWORK "(CONFIG_NF_TABLES)" },
	{ "nf_tables ct", true, ct, NO_NETWORK "(CONFIG_NFT_CT)" },
	{ "nf_tables fib", true, fib, NO_NETWORK "(CONFIG_NFT_FIB_IPV4)" },
	{ "nf_tables nat", true, nat, NO_NETWORK "(CONFIG_NFT_NAT)" },
	{ "nf_tables masquerade", true, masquerade, NO_NETWORK "(CONFIG_NFT_MASQ)" },
	{ "table of linkbox", true, whole, NO_NETWORK "(see the lines above)" },
	{ "connection tracking", true, conntrack, "open connections outlive their link (CONFIG_NF_CT_NETLINK)" },
	{ "ingress filter", false, ingress, "after a flush of all rules a container with a port on 127.0.0.1 reaches the loopback (CONFIG_NET_SCH_INGRESS, CONFIG_NET_CLS_BPF)" },
	{ "lists of sockets", false, sockets, "links are not waited for, nor ports by wait --ready (CONFIG_INET_DIAG, CONFIG_INET_UDP_DIAG)" },
	{ 0 },
};
