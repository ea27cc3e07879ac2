/* SPDX-License-Identifier: MIT */
#include <linux/netlink.h>

#include "base/auto.h"
#include "base/fail.h"
#include "kernel/network/iface.h"
#include "kernel/network/loopback.h"
#include "kernel/network/netlink.h"

int loopback_up(void)
{
	autoclose int kernel = netlink_open(NETLINK_ROUTE);
	struct netlink_batch batch = { 0 };
	int index = kernel < 0 ? -1 : iface_index(kernel, "lo");

	if (index < 0)
		return fail("bring up lo: %m");
	iface_put_up(&batch, index);
	return netlink_send(kernel, &batch) < 0 ? fail("bring up lo: %m") : 0;
}
