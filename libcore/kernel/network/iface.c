/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>

#include "base/auto.h"
#include "base/fail.h"
#include "kernel/network/iface.h"

int iface_index(int kernel, const char *name)
{
	struct ifreq request = { 0 };

	snprintf(request.ifr_name, sizeof request.ifr_name, "%s", name);
	if (ioctl(kernel, SIOCGIFINDEX, &request) < 0)
		return -1;
	return request.ifr_ifindex;
}

void iface_wait_running(int kernel, const char *name)
{
	const struct timespec moment = { .tv_nsec = 500 * 1000 };
	struct netlink_batch batch = { 0 };
	struct ifinfomsg header = { .ifi_family = AF_UNSPEC };
	struct ifreq request = { 0 };

	/* Since Linux 6.8 being asked makes the kernel do it at once. */
	mnl_attr_put_strz(netlink_begin(&batch, RTM_GETLINK, 0, &header, sizeof header),
		IFLA_IFNAME, name);
	netlink_send(kernel, &batch);
	snprintf(request.ifr_name, sizeof request.ifr_name, "%s", name);
	for (int i = 0; i < 100; i++) {
		if (ioctl(kernel, SIOCGIFFLAGS, &request) < 0 || request.ifr_flags & IFF_RUNNING)
			return;
		nanosleep(&moment, NULL);
	}
}

struct visit {
	int (*each)(const char *name, void *context);
	void *context;
};

static int visit_link(const struct nlmsghdr *answer, void *context)
{
	const struct visit *visit = context;
	const struct nlattr *attribute;

	mnl_attr_for_each(attribute, answer, sizeof(struct ifinfomsg))
		if (mnl_attr_get_type(attribute) == IFLA_IFNAME
		    && mnl_attr_validate(attribute, MNL_TYPE_NUL_STRING) == 0)
			return visit->each(mnl_attr_get_str(attribute), visit->context);
	return 0;
}

int iface_each_veth(int (*each)(const char *name, void *context), void *context)
{
	struct netlink_batch batch = { 0 };
	struct ifinfomsg header = { .ifi_family = AF_UNSPEC };
	struct visit visit = { each, context };
	autoclose int kernel = netlink_open(NETLINK_ROUTE);
	struct nlmsghdr *request = netlink_begin(&batch, RTM_GETLINK, 0, &header, sizeof header);
	struct nlattr *kind = mnl_attr_nest_start(request, IFLA_LINKINFO);

	mnl_attr_put_strz(request, IFLA_INFO_KIND, "veth");
	mnl_attr_nest_end(request, kind);
	mnl_attr_put_u32(request, IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS);
	if (kernel < 0)
		return fail("list network interfaces: %m");
	return netlink_dump(kernel, &batch, visit_link, &visit);
}

void iface_put_up(struct netlink_batch *batch, int index)
{
	struct ifinfomsg header = {
		.ifi_family = AF_UNSPEC,
		.ifi_index = index,
		.ifi_flags = IFF_UP,
		.ifi_change = IFF_UP,
	};

	/* ip link set INDEX up */
	netlink_begin(batch, RTM_SETLINK, 0, &header, sizeof header);
}

void iface_put_no_ipv6(struct netlink_batch *batch, int index)
{
	struct ifinfomsg header = { .ifi_family = AF_UNSPEC, .ifi_index = index };
	struct nlmsghdr *request = netlink_begin(batch, RTM_SETLINK, 0, &header, sizeof header);
	struct nlattr *families = mnl_attr_nest_start(request, IFLA_AF_SPEC);
	struct nlattr *ipv6 = mnl_attr_nest_start(request, AF_INET6);

	/* ip link set INDEX addrgenmode none */
	mnl_attr_put_u8(request, IFLA_INET6_ADDR_GEN_MODE, IN6_ADDR_GEN_MODE_NONE);
	mnl_attr_nest_end(request, ipv6);
	mnl_attr_nest_end(request, families);
}

void iface_put_settings(struct netlink_batch *batch, int index,
	const struct iface_setting *settings, int count)
{
	struct ifinfomsg header = { .ifi_family = AF_UNSPEC, .ifi_index = index };
	struct nlmsghdr *request = netlink_begin(batch, RTM_SETLINK, 0, &header, sizeof header);
	struct nlattr *families = mnl_attr_nest_start(request, IFLA_AF_SPEC);
	struct nlattr *ipv4 = mnl_attr_nest_start(request, AF_INET);
	struct nlattr *conf = mnl_attr_nest_start(request, IFLA_INET_CONF);

	/* sysctl net.ipv4.conf.INDEX.SETTING=VALUE … */
	for (int i = 0; i < count; i++)
		mnl_attr_put_u32(request, (uint16_t)settings[i].setting, settings[i].value);
	mnl_attr_nest_end(request, conf);
	mnl_attr_nest_end(request, ipv4);
	mnl_attr_nest_end(request, families);
}

void iface_put_address(struct netlink_batch *batch, int index, uint32_t address)
{
	struct ifaddrmsg header = {
		.ifa_family = AF_INET,
		.ifa_prefixlen = 32,
		.ifa_scope = RT_SCOPE_UNIVERSE,
		.ifa_index = (uint32_t)index,
	};
	struct nlmsghdr *request = netlink_begin(batch, RTM_NEWADDR,
		NLM_F_CREATE | NLM_F_REPLACE, &header, sizeof header);

	/* ip address replace ADDRESS/32 dev INDEX */
	mnl_attr_put_u32(request, IFA_LOCAL, address);
	mnl_attr_put_u32(request, IFA_ADDRESS, address);
}
