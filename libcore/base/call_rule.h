/* A rule for a system call: on which arguments it depends, and what becomes of the call. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum { CALL_ARGUMENTS = 6 };

/* True if the bits of the argument that `mask` has, as a number, lie in first…last; `outside`: if
 * they don't. */
struct call_condition {
	uint64_t mask, first, last;
	unsigned argument;
	bool outside;
};

struct call_rule {
	uint32_t action;          /* SECCOMP_RET_… of linux/seccomp.h */
	int count;                /* of conditions, which must all be true; 0: whatever the arguments */
	struct call_condition conditions[CALL_ARGUMENTS];
};
