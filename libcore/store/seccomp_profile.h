/* A seccomp profile: Docker's JSON, which says what becomes of each system call. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/call_rule.h"

/* Who reads one: what a profile's conditions ask for, and who is told what it says. */
struct seccomp_reader {
	const char *machine;      /* "amd64" */
	const char *own_abi;      /* "SCMP_ARCH_X86_64" */
	bool (*has_capability)(const char *name, void *context);
	/* First, and once: the action (SECCOMP_RET_…) for a call without a rule, SECCOMP_FILTER_FLAG_… */
	void (*begin)(uint32_t otherwise, unsigned flags, void *context);
	/* Another ABI that may be used: "SCMP_ARCH_X86". */
	void (*allow_abi)(const char *name, void *context);
	/* Returns -1, said, to end the reading. */
	int (*add_rule)(const char *call, const struct call_rule *rule, void *context);
	void *context;
};

/* A profile's text, without the blanks; the caller frees it. NULL said, in Docker's words. */
char *seccomp_profile_load(const char *path);

/* Tell the reader what holds for it in the profile. 1: it says nothing at all, which means that there
 * is to be no filter; 0; -1 said. */
int seccomp_profile_read(const char *text, const struct seccomp_reader *reader);
