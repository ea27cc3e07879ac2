/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/mount.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/auto.h"
#include "store/archive/unpack_confine.h"

#if defined __x86_64__
enum { MACHINE = (int)AUDIT_ARCH_X86_64 };
#elif defined __aarch64__
enum { MACHINE = (int)AUDIT_ARCH_AARCH64 };
#elif defined __arm__
enum { MACHINE = (int)AUDIT_ARCH_ARM };
#elif defined __riscv && __riscv_xlen == 64
enum { MACHINE = (int)AUDIT_ARCH_RISCV64 };
#elif defined __i386__
enum { MACHINE = (int)AUDIT_ARCH_I386 };
#endif

/* SYS_ADMIN for overlayfs' attributes alone: what else it could do is no call that is left. */
enum {
	CAPABILITIES = 1U << CAP_CHOWN | 1U << CAP_DAC_OVERRIDE | 1U << CAP_FOWNER | 1U << CAP_FSETID
		| 1U << CAP_MKNOD | 1U << CAP_SYS_ADMIN,
	MORE_CAPABILITIES = 1U << CAP_SETFCAP,
};

/* On what is open, and memory. */
static const unsigned short plain_calls[] = {
	SYS_read, SYS_readv, SYS_write, SYS_writev, SYS_pwrite64, SYS_pread64, SYS_lseek, SYS_close, SYS_fcntl, SYS_fstat,
	SYS_munmap, SYS_mprotect, SYS_mremap, SYS_madvise, SYS_brk, SYS_rt_sigprocmask, SYS_rt_sigreturn, SYS_futex,
	SYS_getpid, SYS_exit, SYS_exit_group,
#ifdef SYS_mmap
	SYS_mmap,
#endif
#ifdef SYS_clock_gettime
	SYS_clock_gettime,
#endif
#ifdef SYS_mmap2         /* 32 bits */
	SYS_mmap2, SYS__llseek, SYS_fcntl64, SYS_fstat64, SYS_clock_gettime64,
#endif
#ifdef SYS_clock_gettime32
	SYS_clock_gettime32,
#endif
};

static const unsigned short name_calls[] = {
	SYS_openat, SYS_openat2, SYS_mkdirat, SYS_mknodat, SYS_symlinkat, SYS_linkat, SYS_unlinkat, SYS_getdents64,
	SYS_readlinkat, SYS_fchown, SYS_fchownat, SYS_fchmod, SYS_fchmodat, SYS_fsetxattr, SYS_fgetxattr, SYS_flistxattr,
	SYS_statx, SYS_ftruncate, SYS_utimensat, SYS_renameat2, SYS_sendfile, SYS_fchdir,
#ifdef SYS_newfstatat
	SYS_newfstatat,
#endif
#ifdef SYS_renameat
	SYS_renameat,
#endif
#ifdef SYS_fstatfs
	SYS_fstatfs,
#endif
#ifdef SYS_fchmodat2
	SYS_fchmodat2,
#endif
#ifdef SYS_open          /* musl has it for open(), and the like */
	SYS_open, SYS_stat, SYS_lstat, SYS_unlink, SYS_rmdir,
#endif
#ifdef SYS_mmap2         /* 32 bits */
	SYS_fstatat64, SYS_ftruncate64, SYS_utimensat_time64, SYS_fstatfs64, SYS_sendfile64, SYS_fchown32,
#endif
};

enum {
	PLAIN = sizeof plain_calls / sizeof *plain_calls, NAMES = sizeof name_calls / sizeof *name_calls,
	BEFORE = 4, AFTER = 2,
};

int unpack_confine_root(int directory, bool read_only)
{
	struct mount_attr rules = { .attr_set = MOUNT_ATTR_NODEV | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC
						| (read_only ? MOUNT_ATTR_RDONLY : 0) };
	autoclose int copy = (int)syscall(SYS_open_tree, directory, "",
					  OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_EMPTY_PATH | AT_RECURSIVE);

	/* Before Linux 5.12 a mount in no namespace takes no rules; and whoever is root of a user
	 * namespace alone may make none. No device can be made there either. */
	if (copy < 0 || syscall(SYS_mount_setattr, copy, "", AT_EMPTY_PATH | AT_RECURSIVE, &rules, sizeof rules) < 0)
		return fchdir(directory) < 0 || chroot(".") < 0 ? -1 : 0;
	return fchdir(copy) < 0 || chroot(".") < 0 ? -1 : 0;
}

/* What is open already takes none. */
static int keep_capabilities(bool names)
{
	struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct sets[2];

	if (syscall(SYS_capget, &header, sets) < 0)
		return -1;
	sets[0].permitted &= names ? CAPABILITIES | MORE_CAPABILITIES : 0;
	sets[1].permitted = 0;
	for (int i = 0; i < 2; i++) {
		sets[i].effective = sets[i].permitted;
		sets[i].inheritable = 0;
	}
	return (int)syscall(SYS_capset, &header, sets);
}

/* The wrong machine and every other call: EPERM, with which libc knows what to do. */
static int filter_calls(bool names)
{
	unsigned calls = names ? PLAIN + NAMES : PLAIN;
	struct sock_filter program[BEFORE + PLAIN + NAMES + AFTER] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)MACHINE, 1, 0),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
	};
	struct sock_fprog whole = { (unsigned short)(BEFORE + calls + AFTER), program };

	for (unsigned i = 0; i < calls; i++)
		program[BEFORE + i] = (struct sock_filter)
			BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, i < PLAIN ? plain_calls[i] : name_calls[i - PLAIN],
				 (unsigned char)(calls - i), 0);
	program[BEFORE + calls] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM);
	program[BEFORE + calls + 1] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return -1;
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &whole, 0, 0);
}

int unpack_confine_calls(bool names)
{
	if (keep_capabilities(names) < 0)
		return -1;
	/* A kernel without seccomp has the other walls. */
	return filter_calls(names) < 0 && errno != EINVAL ? -1 : 0;
}
