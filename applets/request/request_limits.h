/* What a request says of limits: --memory, --cpus, --pids-limit and so on. `update` takes most of them, too. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

#include "base/record.h"

enum { NO_SWAPPINESS = -1 };

struct request_limits {
	const char *memory, *memory_swap, *memory_reservation, *cpus, *cpuset_cpus, *cpuset_mems, *blkio_weight,
		*cgroup_parent;
	long cpu_period, cpu_quota, cpu_shares, swappiness, pids, oom_score;
	bool oom_kill_disable;
};
extern struct request_limits request_limits;

/* Those that can be changed later. */
#define REQUEST_LIMIT_OPTIONS \
	OPT_TEXT(0, "blkio-weight", &request_limits.blkio_weight, "uint16", \
		 "Block IO (relative weight), between 10 and 1000, or 0 to disable (default 0)"), \
	OPT_NUMBER(0, "cpu-period", &request_limits.cpu_period, "int", \
		   "Limit CPU CFS (Completely Fair Scheduler) period"), \
	OPT_NUMBER(0, "cpu-quota", &request_limits.cpu_quota, "int", \
		   "Limit CPU CFS (Completely Fair Scheduler) quota"), \
	OPT_REFUSED(0, "cpu-rt-period", "kernels with groups of real-time processes are rare"), \
	OPT_REFUSED(0, "cpu-rt-runtime", "kernels with groups of real-time processes are rare"), \
	OPT_NUMBER('c', "cpu-shares", &request_limits.cpu_shares, "int", "CPU shares (relative weight)"), \
	OPT_TEXT(0, "cpus", &request_limits.cpus, "decimal", "Number of CPUs"), \
	OPT_TEXT(0, "cpuset-cpus", &request_limits.cpuset_cpus, "string", \
		 "CPUs in which to allow execution (0-3, 0,1)"), \
	OPT_TEXT(0, "cpuset-mems", &request_limits.cpuset_mems, "string", \
		 "MEMs in which to allow execution (0-3, 0,1)"), \
	OPT_REFUSED(0, "kernel-memory", "kernels no longer have that limit; --memory counts it"), \
	OPT_TEXT('m', "memory", &request_limits.memory, "bytes", "Memory limit"), \
	OPT_TEXT(0, "memory-reservation", &request_limits.memory_reservation, "bytes", "Memory soft limit"), \
	OPT_TEXT(0, "memory-swap", &request_limits.memory_swap, "bytes", \
		 "Swap limit equal to memory plus swap: '-1' to enable unlimited swap"), \
	OPT_NUMBER(0, "pids-limit", &request_limits.pids, "int", \
		   "Limit container pids (set -1 for unlimited; default 4096 where the kernel can)")

#define REQUEST_LIMIT_MORE_OPTIONS \
	OPT_TEXT(0, "cgroup-parent", &request_limits.cgroup_parent, "string", \
		 "Optional parent cgroup for the container"), \
	OPT_NUMBER(0, "memory-swappiness", &request_limits.swappiness, "int", \
		   "Tune container memory swappiness (0 to 100) (default -1)"), \
	OPT_FLAG(0, "oom-kill-disable", &request_limits.oom_kill_disable, "Disable OOM Killer"), \
	OPT_NUMBER(0, "oom-score-adj", &request_limits.oom_score, "int", \
		   "Tune host's OOM preferences (-1000 to 1000)")

/* What Docker's flag library finds, and what its client does. -1 said. */
int request_limits_check_words(void);
int request_limits_check(void);

/* Add the keys of those that were given to the record, or to what `update` changes of one. Then what Docker's
 * daemon looks at is looked at, and whether this kernel can do it. -1 said. */
int request_limits_add(struct record *container, bool update);
