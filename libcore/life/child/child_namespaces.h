/* The namespaces of a container: which of them are its own, and whose the others are. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/record.h"
#include "kernel/identity.h"

/* True if its processes are among those of the host or of another container (pid=): then its monitor
 * can't be the init of a pid namespace. */
bool child_namespaces_share_processes(const struct record *container);

/* True if it has a user namespace, and a range of ids, of its own: `*first` (may be NULL) is its root. */
bool child_namespaces_users(const struct record *container, uint32_t *first);

/* -1 said: it has a range of ids of its own, and not all of these are in it. */
int child_namespaces_check_identity(const struct record *container, const struct identity *identity);

/* In the monitor: clone the child into its own namespaces, and into another container's processes;
 * as namespace_clone. */
pid_t child_namespaces_clone(const struct record *container, int *process, int cgroup);

/* In the child: a cgroup namespace of its own, whose top is the cgroup that it is in now. -1 said. */
int child_namespaces_begin_cgroup(void);

/* In the child: enter those of other containers that are running. -1 said, in Docker's words. */
int child_namespaces_join(const struct record *container);

/* In the child: put the host's /dev/shm, or that of the container whose IPC namespace it shares, below
 * `root`. -1 said. */
int child_namespaces_share_memory(int root, const struct record *container);
