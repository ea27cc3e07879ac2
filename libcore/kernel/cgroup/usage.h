/* How much of the machine a group of processes uses. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>
#include <sys/types.h>

#include "kernel/cgroup/cgroup.h"

enum { USAGE_UNKNOWN = -1 };

/* Each is USAGE_UNKNOWN until somebody has found it. */
struct usage {
	long long cpu;                  /* nanoseconds of processors, so far */
	long long memory, memory_limit; /* bytes */
	long long received, sent;       /* bytes, so far */
	long long read, written;        /* bytes of disks, so far */
	long long pids;
	long long taken;                /* nanoseconds of CLOCK_MONOTONIC: when */
};

void usage_begin(struct usage *usage);

/* What the controllers of this group know. */
void usage_add_cgroup(struct usage *usage, const struct cgroup *group);

/* What is still unknown, as the sum over these processes: what has ended and was nobody's child is missing. */
void usage_add_processes(struct usage *usage, const pid_t *pids, int count);

/* What has come and gone over the interfaces of a process's network namespace, but for lo. */
void usage_add_network(struct usage *usage, pid_t pid);
