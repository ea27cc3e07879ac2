/* A policy: what becomes of each system call. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/call_rule.h"
#include "base/limits.h"
#include "kernel/confine/syscalls.h"

struct seccomp_policy {
	uint32_t otherwise;       /* the action for a call that no rule matches */
	unsigned abis;            /* a bit for each of the ABIs that may be used at all */
	unsigned flags;           /* SECCOMP_FILTER_FLAG_… */
	bool ruled[SYSCALLS];     /* there is a rule for it */
	bool settled[SYSCALLS];   /* there is one without conditions, whose action is… */
	uint32_t action[SYSCALLS];
	int conditional_count;
	struct seccomp_conditional {
		int row;
		struct call_rule rule;
	} conditional[SECCOMP_RULES_MOST];
};

/* Nothing but `otherwise`, on every ABI. */
void seccomp_policy_begin(struct seccomp_policy *policy, uint32_t otherwise);

/* Add a rule for the call in this row. Of several the first that matches holds, those without
 * conditions before all others, as with libseccomp. -1 said: too many. */
int seccomp_policy_add(struct seccomp_policy *policy, int row, const struct call_rule *rule);
