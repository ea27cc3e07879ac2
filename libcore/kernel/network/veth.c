/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>
#include <sys/socket.h>

#include "base/fail.h"
#include "kernel/network/veth.h"

static void put_end(struct nlmsghdr *request, const struct veth_end *end)
{
	mnl_attr_put_strz(request, IFLA_IFNAME, end->name);
	mnl_attr_put(request, IFLA_ADDRESS, MAC_LENGTH, end->mac);
	/* The kernel would make one for each processor that there may be, use one, and wait for it. */
	mnl_attr_put_u32(request, IFLA_NUM_TX_QUEUES, 1);
	mnl_attr_put_u32(request, IFLA_NUM_RX_QUEUES, 1);
}

int veth_create(int kernel, const struct veth_end *host, const struct veth_end *guest, int netns)
{
	struct netlink_batch batch = { 0 };
	struct ifinfomsg header = { .ifi_family = AF_UNSPEC };
	struct nlmsghdr *request = netlink_begin(&batch, RTM_NEWLINK,
		NLM_F_CREATE | NLM_F_EXCL, &header, sizeof header);
	struct nlattr *info, *data, *peer;

	/* ip link add HOST address MAC numtxqueues 1 numrxqueues 1 type veth peer name GUEST address MAC
	 * numtxqueues 1 numrxqueues 1 netns NETNS */
	put_end(request, host);
	info = mnl_attr_nest_start(request, IFLA_LINKINFO);
	mnl_attr_put_strz(request, IFLA_INFO_KIND, "veth");
	data = mnl_attr_nest_start(request, IFLA_INFO_DATA);
	peer = mnl_attr_nest_start(request, VETH_INFO_PEER);
	mnl_nlmsg_put_extra_header(request, sizeof header);
	put_end(request, guest);
	mnl_attr_put_u32(request, IFLA_NET_NS_FD, (uint32_t)netns);
	mnl_attr_nest_end(request, peer);
	mnl_attr_nest_end(request, data);
	mnl_attr_nest_end(request, info);

	if (netlink_send(kernel, &batch) == 0)
		return 0;
	if (errno == EEXIST)
		return -1;
	if (errno == EOPNOTSUPP)
		return fail("create veth pair %s-%s: this kernel has no veth (CONFIG_VETH): %m",
			host->name, guest->name);
	return fail("create veth pair %s-%s: %m%s", host->name, guest->name, netlink_reason());
}
