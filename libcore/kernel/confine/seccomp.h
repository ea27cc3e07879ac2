/* A seccomp filter: a policy on system calls as the kernel takes it, which can't be widened again. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <linux/filter.h>

#include "kernel/confine/seccomp_policy.h"

struct seccomp_filter {
	unsigned flags;
	int length;
	struct sock_filter code[BPF_MAXINSNS];
};

/* Make the filter. A call that is newer than every one with a rule answers ENOSYS, as an older kernel
 * would, if the policy denies what it has no rule for; an ABI that may not be used ends the process.
 * -1 said: too long. */
int seccomp_assemble(struct seccomp_filter *filter, const struct seccomp_policy *policy,
		     const struct syscall_abi *abis, int count);

/* Put it on this process and those to come, for good. Needs CAP_SYS_ADMIN or no-new-privileges. -1 said. */
int seccomp_install(const struct seccomp_filter *filter);
