/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <linux/capability.h>
#include <linux/net.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <linux/socket.h>
#include <stddef.h>
#include <sys/socket.h>

#include "kernel/confine/seccomp_default.h"

/* What a call needs, as syscalls.tbl says: a capability, or one of several; arguments that it is
 * looked at for; or there is no help. */
enum needs {
	NEVER, ALWAYS, CLONE, CLONE3, PERSONALITY, SOCKET, SOCKETCALL,
	ADMIN, ADMIN_OR_BPF, ADMIN_OR_PERFMON, ADMIN_OR_SYSLOG, BOOT, CHROOT, MODULE, NICE, PACCT, PTRACE,
	RAWIO, READ_SEARCH, TIME, TTY_CONFIG,
};

static const unsigned char needs[SYSCALLS] = {
#define CALL(name, need, ...) need,
#include "kernel/confine/syscalls.tbl"
#undef CALL
};

enum { NEW_NAMESPACES = CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER
			| CLONE_NEWPID | CLONE_NEWNET };

#define ONE(capability) (UINT64_C(1) << CAP_##capability)

static uint64_t capabilities_for(enum needs need)
{
	switch (need) {
	case CLONE:
	case CLONE3:
	case ADMIN:            return ONE(SYS_ADMIN);
	case ADMIN_OR_BPF:     return ONE(SYS_ADMIN) | ONE(BPF);
	case ADMIN_OR_PERFMON: return ONE(SYS_ADMIN) | ONE(PERFMON);
	case ADMIN_OR_SYSLOG:  return ONE(SYS_ADMIN) | ONE(SYSLOG);
	case BOOT:             return ONE(SYS_BOOT);
	case CHROOT:           return ONE(SYS_CHROOT);
	case MODULE:           return ONE(SYS_MODULE);
	case NICE:             return ONE(SYS_NICE);
	case PACCT:            return ONE(SYS_PACCT);
	case PTRACE:           return ONE(SYS_PTRACE);
	case RAWIO:            return ONE(SYS_RAWIO);
	case READ_SEARCH:      return ONE(DAC_READ_SEARCH);
	case TIME:             return ONE(SYS_TIME);
	case TTY_CONFIG:       return ONE(SYS_TTY_CONFIG);
	default:               return 0;
	}
}

/* Rules about the first argument, an int. Each call has one row of capabilities or of these. */
static const struct {
	enum needs need;
	bool outside;
	uint32_t mask, first, last;
} rules[] = {
	/* No new namespaces. */
	{ CLONE, false, NEW_NAMESPACES, 0, 0 },
	/* PER_LINUX, PER_LINUX32, either with UNAME26, and asking. */
	{ PERSONALITY, false, ~(0x20000U | 0x8U), 0, 0 },
	{ PERSONALITY, false, UINT32_MAX, UINT32_MAX, UINT32_MAX },
	/* Families that the kernel still has, but for AF_ALG (38, CVE-2026-31431) and AF_VSOCK (40, which
	 * knows no network namespaces). */
	{ SOCKET, false, UINT32_MAX, 0, 11 },    /* up to AF_ROSE */
	{ SOCKET, false, UINT32_MAX, 13, 18 },   /* AF_NETBEUI, SECURITY, KEY, NETLINK, PACKET, ASH */
	{ SOCKET, false, UINT32_MAX, 21, 22 },   /* AF_RDS, SNA */
	{ SOCKET, false, UINT32_MAX, 24, 24 },   /* AF_PPPOX */
	{ SOCKET, false, UINT32_MAX, 26, 33 },   /* AF_LLC, IB, MPLS, CAN, TIPC, BLUETOOTH, IUCV, RXRPC */
	{ SOCKET, false, UINT32_MAX, 35, 36 },   /* AF_PHONET, IEEE802154 */
	{ SOCKET, false, UINT32_MAX, 39, 39 },   /* AF_NFC */
	{ SOCKET, false, UINT32_MAX, 41, 45 },   /* AF_KCM, QIPCRTR, SMC, XDP, MCTP */
	/* The family stands in memory, where a filter can't look: no sockets this way. Every libc of the
	 * last ten years takes socket(2). */
	{ SOCKETCALL, true, UINT32_MAX, SYS_SOCKET, SYS_SOCKET },
};

static void add_rules(struct seccomp_policy *policy, int row)
{
	struct call_rule rule = { .action = SECCOMP_RET_ALLOW, .count = 1 };

	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
		if (rules[i].need == needs[row]) {
			rule.conditions[0] = (struct call_condition){ rules[i].mask, rules[i].first, rules[i].last,
								      0, rules[i].outside };
			seccomp_policy_add(policy, row, &rule);
		}
}

void seccomp_default(struct seccomp_policy *policy, uint64_t capabilities)
{
	static const struct call_rule allow = { .action = SECCOMP_RET_ALLOW };
	/* So that libc takes clone, whose flags are seen. */
	static const struct call_rule absent = { .action = SECCOMP_RET_ERRNO | ENOSYS };

	seccomp_policy_begin(policy, SECCOMP_RET_ERRNO | EPERM);
	for (int row = 0; row < SYSCALLS; row++) {
		if (needs[row] == ALWAYS || capabilities & capabilities_for(needs[row]))
			seccomp_policy_add(policy, row, &allow);
		else if (needs[row] == CLONE3)
			seccomp_policy_add(policy, row, &absent);
		else
			add_rules(policy, row);
	}
}
