/* SPDX-License-Identifier: MIT */
#include <libmnl/libmnl.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

#include "kernel/network/neighbour.h"

void neighbour_put(struct netlink_batch *batch, int index, uint32_t address,
	const unsigned char mac[MAC_LENGTH])
{
	struct ndmsg header = {
		.ndm_family = AF_INET,
		.ndm_ifindex = index,
		.ndm_state = NUD_PERMANENT,
	};
	struct nlmsghdr *request = netlink_begin(batch, RTM_NEWNEIGH,
		NLM_F_CREATE | NLM_F_REPLACE, &header, sizeof header);

	/* ip neighbour replace ADDRESS lladdr MAC dev INDEX nud permanent */
	mnl_attr_put_u32(request, NDA_DST, address);
	mnl_attr_put(request, NDA_LLADDR, MAC_LENGTH, mac);
}
