/* SPDX-License-Identifier: MIT */
#include <linux/audit.h>
#include <stddef.h>

#include "kernel/confine/syscalls.h"

#if defined __x86_64__

static const short x86_64[] = {
#define CALL(name, needs, x86_64, x32, i386, arm, arm64, riscv64) x86_64,
#include "kernel/confine/syscalls.tbl"
#undef CALL
};
static const short x32[] = {
#define CALL(name, needs, x86_64, x32, i386, arm, arm64, riscv64) x32,
#include "kernel/confine/syscalls.tbl"
#undef CALL
};
static const short i386[] = {
#define CALL(name, needs, x86_64, x32, i386, arm, arm64, riscv64) i386,
#include "kernel/confine/syscalls.tbl"
#undef CALL
};
const char syscall_machine[] = "amd64";
const struct syscall_abi syscall_abis[] = {
	{ "SCMP_ARCH_X86_64", AUDIT_ARCH_X86_64, 0, 0, x86_64 },
	{ "SCMP_ARCH_X32", AUDIT_ARCH_X86_64, 0x40000000, SYSCALLS_APART, x32 },
	{ "SCMP_ARCH_X86", AUDIT_ARCH_I386, 0, 0, i386 },
};

#elif defined __aarch64__

static const short arm64[] = {
#define CALL(name, needs, x86_64, x32, i386, arm, arm64, riscv64) arm64,
#include "kernel/confine/syscalls.tbl"
#undef CALL
};
static const short arm[] = {
#define CALL(name, needs, x86_64, x32, i386, arm, arm64, riscv64) arm,
#include "kernel/confine/syscalls.tbl"
#undef CALL
};
const char syscall_machine[] = "arm64";
const struct syscall_abi syscall_abis[] = {
	{ "SCMP_ARCH_AARCH64", AUDIT_ARCH_AARCH64, 0, 0, arm64 },
	{ "SCMP_ARCH_ARM", AUDIT_ARCH_ARM, 0, 0xf0000, arm },
};

#elif defined __arm__

static const short arm[] = {
#define CALL(name, needs, x86_64, x32, i386, arm, arm64, riscv64) arm,
#include "kernel/confine/syscalls.tbl"
#undef CALL
};
const char syscall_machine[] = "arm";
const struct syscall_abi syscall_abis[] = {
	{ "SCMP_ARCH_ARM", AUDIT_ARCH_ARM, 0, 0xf0000, arm },
};

#elif defined __riscv && __riscv_xlen == 64

static const short riscv64[] = {
#define CALL(name, needs, x86_64, x32, i386, arm, arm64, riscv64) riscv64,
#include "kernel/confine/syscalls.tbl"
#undef CALL
};
const char syscall_machine[] = "riscv64";
const struct syscall_abi syscall_abis[] = {
	{ "SCMP_ARCH_RISCV64", AUDIT_ARCH_RISCV64, 0, 0, riscv64 },
};

#else
/* cppcheck-suppress preprocessorErrorDirective ; that is what it sees, not knowing our compiler */
#error "syscalls.tbl has no column for this architecture"
#endif

const int syscall_abi_count = sizeof syscall_abis / sizeof *syscall_abis;
