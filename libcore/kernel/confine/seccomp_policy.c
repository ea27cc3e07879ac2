/* SPDX-License-Identifier: MIT */
#include <stddef.h>
#include <string.h>

#include "base/fail.h"
#include "kernel/confine/seccomp_policy.h"

void seccomp_policy_begin(struct seccomp_policy *policy, uint32_t otherwise)
{
	/* The rules are most of it, and few of them are used. */
	memset(policy, 0, offsetof(struct seccomp_policy, conditional));
	policy->otherwise = otherwise;
	policy->abis = ~0U;
}

int seccomp_policy_add(struct seccomp_policy *policy, int row, const struct call_rule *rule)
{
	policy->ruled[row] = true;
	if (policy->settled[row])
		return 0;
	if (rule->count == 0) {
		policy->settled[row] = true;
		policy->action[row] = rule->action;
		return 0;
	}
	if (policy->conditional_count == SECCOMP_RULES_MOST)
		return fail("the seccomp profile has more than %d rules with arguments", SECCOMP_RULES_MOST);
	policy->conditional[policy->conditional_count++] = (struct seccomp_conditional){ row, *rule };
	return 0;
}
