/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_conntrack.h>
#include <sys/socket.h>

#include "base/auto.h"
#include "base/fail.h"
#include "kernel/network/conntrack.h"
#include "kernel/network/netlink.h"

/* Which fields of a tuple the kernel compares; its headers don't export them. */
enum {
	FILTER_SOURCE_ADDRESS = 1 << 0,
	FILTER_PROTOCOL = 1 << 3,
	FILTER_SOURCE_PORT = 1 << 4,
};

/* One direction of a connection: what is 0 isn't compared. */
static uint32_t put_tuple(struct nlmsghdr *request, uint16_t attribute, uint32_t address,
	uint8_t protocol, uint16_t port)
{
	struct nlattr *tuple = mnl_attr_nest_start(request, attribute);
	struct nlattr *part = mnl_attr_nest_start(request, CTA_TUPLE_IP);

	mnl_attr_put_u32(request, CTA_IP_V4_SRC, address);
	mnl_attr_nest_end(request, part);
	if (protocol) {
		part = mnl_attr_nest_start(request, CTA_TUPLE_PROTO);
		mnl_attr_put_u8(request, CTA_PROTO_NUM, protocol);
		if (port)
			mnl_attr_put_u16(request, CTA_PROTO_SRC_PORT, port);
		mnl_attr_nest_end(request, part);
	}
	mnl_attr_nest_end(request, tuple);
	return FILTER_SOURCE_ADDRESS | (protocol ? FILTER_PROTOCOL : 0)
		| (port ? FILTER_SOURCE_PORT : 0);
}

static void begin(struct netlink_batch *batch, uint16_t type)
{
	struct nfgenmsg header = { .nfgen_family = AF_INET, .version = NFNETLINK_V0 };

	netlink_begin(batch, (uint16_t)(NFNL_SUBSYS_CTNETLINK << 8 | type), 0,
		&header, sizeof header);
}

static void begin_matching(struct netlink_batch *batch, uint16_t type,
	const struct conntrack_match *match)
{
	uint32_t asked = 0, answered = 0;
	struct nlattr *filter;

	begin(batch, type);
	if (match->consumer)
		asked = put_tuple(batch->message, CTA_TUPLE_ORIG, match->consumer, 0, 0);
	if (match->source)
		answered = put_tuple(batch->message, CTA_TUPLE_REPLY, match->source,
			match->protocol, match->port);
	filter = mnl_attr_nest_start(batch->message, CTA_FILTER);
	mnl_attr_put_u32(batch->message, CTA_FILTER_ORIG_FLAGS, asked);
	mnl_attr_put_u32(batch->message, CTA_FILTER_REPLY_FLAGS, answered);
	mnl_attr_nest_end(batch->message, filter);
}

/* `context`: a descriptor apart from the one that the list comes through. */
static int delete_one(const struct nlmsghdr *answer, void *context)
{
	const int *kernel = context;
	struct netlink_batch batch = { .accepted = ENOENT };
	const struct nlattr *attribute;

	begin(&batch, IPCTNL_MSG_CT_DELETE);
	mnl_attr_for_each(attribute, answer, sizeof(struct nfgenmsg)) {
		switch (mnl_attr_get_type(attribute)) {
		case CTA_TUPLE_ORIG:
		case CTA_ID:
		case CTA_ZONE:
			mnl_attr_put(batch.message, attribute->nla_type,
				mnl_attr_get_payload_len(attribute),
				mnl_attr_get_payload(attribute));
		}
	}
	return netlink_send(*kernel, &batch);
}

static int delete_each(int kernel, const struct conntrack_match *match)
{
	struct netlink_batch batch = { 0 };
	autoclose int deleting = netlink_open(NETLINK_NETFILTER);

	if (deleting < 0)
		return -1;
	begin_matching(&batch, IPCTNL_MSG_CT_GET, match);
	return netlink_dump(kernel, &batch, delete_one, &deleting);
}

int conntrack_delete(const struct conntrack_match *match)
{
	struct netlink_batch batch = { 0 };
	int kernel = netlink_netfilter();

	begin_matching(&batch, IPCTNL_MSG_CT_DELETE, match);
	if (kernel >= 0 && netlink_send(kernel, &batch) == 0)
		return 0;
	/* Before Linux 6.11 a deletion takes no filter, only listing does, which is slow on machines
	 * with much memory: it locks each of 262144 buckets. */
	if (kernel >= 0 && errno == EINVAL && delete_each(kernel, match) == 0)
		return 0;
	return fail("end connections that are no longer allowed: %m%s%s", netlink_reason(),
		errno == EINVAL || errno == EPROTONOSUPPORT || errno == EOPNOTSUPP
			? " (CONFIG_NF_CT_NETLINK?)" : "");
}
