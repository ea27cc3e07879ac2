/* SPDX-License-Identifier: MIT */
#include <endian.h>
#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/filter.h>
#include <linux/if_ether.h>
#include <linux/pkt_cls.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

#include "kernel/network/ingress.h"
#include "kernel/network/netlink.h"

enum { IP_DESTINATION = 16, PREFERENCE = 1 };

/* The numbers of tc(8) for clsact, which the kernel's headers make with casts. */
static const uint32_t qdisc = TC_H_MAKE(TC_H_CLSACT, 0);
static const uint32_t chain = TC_H_MAKE(TC_H_CLSACT, TC_H_MIN_INGRESS);

static struct nlmsghdr *begin(struct netlink_batch *batch, uint16_t type, struct tcmsg header,
	const char *kind)
{
	struct nlmsghdr *request = netlink_begin(batch, type, NLM_F_CREATE | NLM_F_EXCL,
		&header, sizeof header);

	mnl_attr_put_strz(request, TCA_KIND, kind);
	return request;
}

static void put_program(struct nlmsghdr *request)
{
	const struct sock_filter program[] = {
		BPF_STMT(BPF_LD | BPF_B | BPF_ABS, (uint32_t)SKF_NET_OFF + IP_DESTINATION),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 127, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, TC_ACT_SHOT),
		BPF_STMT(BPF_RET | BPF_K, (uint32_t)TC_ACT_UNSPEC),
	};
	struct nlattr *options = mnl_attr_nest_start(request, TCA_OPTIONS);

	mnl_attr_put_u32(request, TCA_BPF_FLAGS, TCA_BPF_FLAG_ACT_DIRECT);
	mnl_attr_put_u16(request, TCA_BPF_OPS_LEN, sizeof program / sizeof *program);
	mnl_attr_put(request, TCA_BPF_OPS, sizeof program, program);
	mnl_attr_nest_end(request, options);
}

int ingress_drop_loopback(int kernel, int index)
{
	struct netlink_batch batch = { .accepted = EEXIST };
	struct tcmsg header = { .tcm_family = AF_UNSPEC, .tcm_ifindex = index };

	/* tc qdisc add dev INDEX clsact */
	header.tcm_handle = qdisc;
	header.tcm_parent = TC_H_CLSACT;
	begin(&batch, RTM_NEWQDISC, header, "clsact");

	/* tc filter add dev INDEX ingress pref 1 protocol ip bpf direct-action bytecode … */
	header.tcm_handle = 1;
	header.tcm_parent = chain;
	header.tcm_info = TC_H_MAKE(PREFERENCE << 16, htobe16(ETH_P_IP));
	put_program(begin(&batch, RTM_NEWTFILTER, header, "bpf"));
	return netlink_send(kernel, &batch);
}
