/* The system calls that there are, and their numbers in each ABI that programs may use here. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdint.h>

/* A row for each call of syscalls.tbl, in its order: SYSCALL_accept, … */
enum syscall_row {
#define CALL(name, ...) SYSCALL_##name,
#include "kernel/confine/syscalls.tbl"
#undef CALL
	SYSCALLS
};

/* In `numbers` those from SYSCALLS_APART on are the ABI's own, which the kernel numbers from
 * `apart` on. */
enum { SYSCALLS_APART = 512, SYSCALLS_NUMBERS = 1024 };

struct syscall_abi {
	const char *name;         /* as libseccomp and profiles call it */
	uint32_t audit;           /* AUDIT_ARCH_…, as a filter sees it */
	uint32_t base;            /* added to every number; two ABIs may differ in nothing else */
	uint32_t apart;
	const short *numbers;     /* of each row, -1: it has no such call */
};

/* Those of this machine, the one that we are built for first; one with the same `audit` follows
 * another at once, in the order of `base`. */
enum { SYSCALL_ABIS_MOST = 3 };
extern const struct syscall_abi syscall_abis[];
extern const int syscall_abi_count;

/* What profiles call this machine: "amd64". */
extern const char syscall_machine[];
