/* Namespaces: processes that begin in new ones, and entering those of another. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <sys/types.h>

/* What a container has of its own. */
enum {
	NAMESPACE_PID = 0x20000000,
	NAMESPACE_MOUNT = 0x00020000,
	NAMESPACE_HOSTNAME = 0x04000000,
	NAMESPACE_IPC = 0x08000000,
	NAMESPACE_NETWORK = 0x40000000,
	NAMESPACE_CGROUP = 0x02000000,
	NAMESPACE_USER = 0x10000000,   /* not of every container */
	NAMESPACE_ALL = NAMESPACE_PID | NAMESPACE_MOUNT | NAMESPACE_HOSTNAME | NAMESPACE_IPC |
		NAMESPACE_NETWORK | NAMESPACE_CGROUP,
};

/* As fork, but the child begins in new namespaces. The caller must have no threads; the child must
 * not call abort or raise (libc doesn't know its new pid). `pidfd` (close-on-exec) may be NULL. `cgroup`:
 * the directory of one of version 2, in which the child begins; -1: in the caller's.
 * 0 in the child, its pid in the parent's pid namespace; -1 said. */
pid_t namespace_clone(int namespaces, int *pidfd, int cgroup);

/* Enter those of the process that `pidfd` is: a pid namespace holds for children made later. -1 said. */
int namespace_join(int pidfd, int namespaces);

enum { NAMESPACE_NAME = 32 };

/* The name of a process's mount namespace, "mnt:[4026531840]"; "" if the process is gone. */
void namespace_name(pid_t pid, char name[NAMESPACE_NAME]);

/* Kill every process whose mount namespace has this name, until there is none. */
void namespace_end(const char *name);

/* Of the hostname namespace; `domainname` NULL or "": none. -1 said. */
int namespace_set_hostname(const char *hostname, const char *domainname);
