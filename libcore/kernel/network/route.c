/* SPDX-License-Identifier: MIT */
#include <libmnl/libmnl.h>
#include <linux/fib_rules.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

#include "base/auto.h"
#include "base/fail.h"
#include "kernel/network/route.h"

static struct nlmsghdr *begin_route(struct netlink_batch *batch, unsigned char type,
	unsigned char scope, int prefix, int flags)
{
	struct rtmsg header = {
		.rtm_family = AF_INET,
		.rtm_dst_len = (unsigned char)prefix,
		.rtm_table = RT_TABLE_UNSPEC,
		.rtm_protocol = RTPROT_KERNEL,
		.rtm_scope = scope,
		.rtm_type = type,
		.rtm_flags = (unsigned)flags,
	};

	return netlink_begin(batch, RTM_NEWROUTE, NLM_F_CREATE | NLM_F_REPLACE,
		&header, sizeof header);
}

void route_put_default(struct netlink_batch *batch, int index, uint32_t gateway)
{
	struct nlmsghdr *request = begin_route(batch, RTN_UNICAST, RT_SCOPE_UNIVERSE, 0,
		RTNH_F_ONLINK);

	/* ip route replace default via GATEWAY dev INDEX onlink proto kernel */
	mnl_attr_put_u32(request, RTA_TABLE, RT_TABLE_MAIN);
	mnl_attr_put_u32(request, RTA_GATEWAY, gateway);
	mnl_attr_put_u32(request, RTA_OIF, (uint32_t)index);
}

void route_put_host(struct netlink_batch *batch, int table, uint32_t address, int index,
	uint32_t source)
{
	struct nlmsghdr *request = begin_route(batch, RTN_UNICAST, RT_SCOPE_LINK, 32, 0);

	/* ip route replace ADDRESS/32 dev INDEX src SOURCE table TABLE proto kernel */
	mnl_attr_put_u32(request, RTA_TABLE, (uint32_t)table);
	mnl_attr_put_u32(request, RTA_DST, address);
	mnl_attr_put_u32(request, RTA_OIF, (uint32_t)index);
	mnl_attr_put_u32(request, RTA_PREFSRC, source);
}

void route_put_unreachable(struct netlink_batch *batch, uint32_t subnet, int prefix)
{
	struct nlmsghdr *request = begin_route(batch, RTN_UNREACHABLE, RT_SCOPE_UNIVERSE, prefix, 0);

	/* ip route replace unreachable SUBNET/PREFIX proto kernel */
	mnl_attr_put_u32(request, RTA_TABLE, RT_TABLE_MAIN);
	mnl_attr_put_u32(request, RTA_DST, subnet);
}

static struct nlmsghdr *begin_rule(struct netlink_batch *batch, int preference, int table)
{
	struct fib_rule_hdr header = {
		.family = AF_INET,
		.table = RT_TABLE_UNSPEC,
		.action = FR_ACT_TO_TBL,
	};
	struct nlmsghdr *request = netlink_begin(batch, RTM_NEWRULE, NLM_F_CREATE | NLM_F_EXCL,
		&header, sizeof header);

	mnl_attr_put_u32(request, FRA_PRIORITY, (uint32_t)preference);
	mnl_attr_put_u32(request, FRA_TABLE, (uint32_t)table);
	mnl_attr_put_u8(request, FRA_PROTOCOL, RTPROT_KERNEL);
	return request;
}

void route_put_rule_local(struct netlink_batch *batch, int preference, int table)
{
	/* ip rule add pref PREFERENCE iif lo lookup TABLE protocol kernel */
	mnl_attr_put_strz(begin_rule(batch, preference, table), FRA_IIFNAME, "lo");
}

void route_put_rule_mark(struct netlink_batch *batch, int preference, int table, uint32_t mark)
{
	struct nlmsghdr *request = begin_rule(batch, preference, table);

	/* ip rule add pref PREFERENCE fwmark MARK/MARK lookup TABLE protocol kernel */
	mnl_attr_put_u32(request, FRA_FWMARK, mark);
	mnl_attr_put_u32(request, FRA_FWMASK, mark);
}

struct visit {
	int (*each)(const struct route *route, void *context);
	void *context;
};

static int visit_route(const struct nlmsghdr *answer, void *context)
{
	const struct visit *visit = context;
	const struct rtmsg *header = mnl_nlmsg_get_payload(answer);
	const struct nlattr *attribute;
	struct route route = { 0 };

	if (mnl_nlmsg_get_payload_len(answer) < sizeof *header)
		return 0;
	route.prefix = header->rtm_dst_len;
	route.type = header->rtm_type;
	route.protocol = header->rtm_protocol;
	mnl_attr_for_each(attribute, answer, sizeof *header)
		if (mnl_attr_get_type(attribute) == RTA_DST
		    && mnl_attr_validate(attribute, MNL_TYPE_U32) == 0)
			route.destination = mnl_attr_get_u32(attribute);
	return visit->each(&route, visit->context);
}

int route_each(int (*each)(const struct route *route, void *context), void *context)
{
	struct netlink_batch batch = { 0 };
	struct rtmsg header = { .rtm_family = AF_INET };
	struct visit visit = { each, context };
	autoclose int kernel = netlink_open(NETLINK_ROUTE);

	netlink_begin(&batch, RTM_GETROUTE, 0, &header, sizeof header);
	if (kernel < 0)
		return fail("list routes: %m");
	return netlink_dump(kernel, &batch, visit_route, &visit);
}
