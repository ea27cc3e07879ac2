/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "kernel/cgroup/cgroup_limits.h"

enum { NUMBER = 32, PERIOD = 100000 };   /* microseconds, where none is given */

static int put(const struct cgroup *group, const char *file, const char *value)
{
	return cgroup_put(group, file, value) < 0
	       ? fail("write %s to %s/%s: %m", value, group->path, file) : 0;
}

static int put_number(const struct cgroup *group, const char *file, long long number)
{
	char text[NUMBER];

	snprintf(text, sizeof text, "%lld", number);
	return put(group, file, text);
}

/* As version 2 writes it, and the pids controller in both. */
static int put_most(const struct cgroup *group, const char *file, long long most)
{
	return most < 0 ? put(group, file, "max") : put_number(group, file, most);
}

static bool has(const struct cgroup *group, const char *file)
{
	char first[2];

	return cgroup_get(group, file, first, sizeof first) == 0;
}

/* Memory alone can't be more than memory with swap, so which is to be written first depends. */
static int limit_memory_1(const struct cgroup *group, const struct cgroup_limits *limits)
{
	static const char alone[] = "memory.limit_in_bytes", both[] = "memory.memsw.limit_in_bytes";
	char text[NUMBER];

	snprintf(text, sizeof text, "%lld", limits->memory);
	if (limits->memory && cgroup_put(group, alone, text) < 0
	    && (!limits->memory_swap || put_number(group, both, limits->memory_swap) < 0
		|| put(group, alone, text) < 0))
		return limits->memory_swap ? -1 : put(group, alone, text);
	if (limits->memory_swap && put_number(group, both, limits->memory_swap) < 0)
		return -1;
	if (limits->memory_reservation
	    && put_number(group, "memory.soft_limit_in_bytes", limits->memory_reservation) < 0)
		return -1;
	if (limits->swappiness && put_number(group, "memory.swappiness", *limits->swappiness) < 0)
		return -1;
	return limits->oom_kill_disable ? put(group, "memory.oom_control", "1") : 0;
}

static int limit_cpu_1(const struct cgroup *group, const struct cgroup_limits *limits)
{
	if (limits->cpu_period && put_number(group, "cpu.cfs_period_us", limits->cpu_period) < 0)
		return -1;
	if (limits->cpu_quota && put_number(group, "cpu.cfs_quota_us", limits->cpu_quota) < 0)
		return -1;
	return limits->cpu_shares ? put_number(group, "cpu.shares", limits->cpu_shares) : 0;
}

static int limit_io_1(const struct cgroup *group, const struct cgroup_limits *limits)
{
	if (!limits->io_weight)
		return 0;
	return put_number(group, has(group, "blkio.weight") ? "blkio.weight" : "blkio.bfq.weight", limits->io_weight);
}

/* Version 2 counts swap by itself. */
static int limit_memory_2(const struct cgroup *group, const struct cgroup_limits *limits)
{
	long long swap = limits->memory_swap, memory = limits->memory;

	if (swap > 0 && !memory)
		memory = cgroup_number(group, "memory.max", "", -1);
	if (swap > 0 && memory > 0)
		swap -= memory;
	if (limits->memory && put_most(group, "memory.max", limits->memory) < 0)
		return -1;
	if (limits->memory_swap && put_most(group, "memory.swap.max", swap) < 0)
		return -1;
	if (limits->memory_reservation
	    && put_number(group, "memory.low", limits->memory_reservation < 0 ? 0 : limits->memory_reservation) < 0)
		return -1;
	return 0;
}

static int limit_cpu_2(const struct cgroup *group, const struct cgroup_limits *limits)
{
	char now[2 * NUMBER], text[2 * NUMBER], quota[NUMBER] = "max";
	long long period = PERIOD;

	if (limits->cpu_shares
	    && put_number(group, "cpu.weight", 1 + (limits->cpu_shares - 2) * 9999 / 262142) < 0)
		return -1;
	if (!limits->cpu_period && !limits->cpu_quota)
		return 0;
	if (cgroup_get(group, "cpu.max", now, sizeof now) == 0)
		sscanf(now, "%31s %lld", quota, &period);
	if (limits->cpu_quota)
		snprintf(quota, sizeof quota, limits->cpu_quota < 0 ? "max" : "%lld", limits->cpu_quota);
	snprintf(text, sizeof text, "%s %lld", quota, limits->cpu_period ? limits->cpu_period : period);
	return put(group, "cpu.max", text);
}

/* As runtimes of containers convert it; the scheduler BFQ has a file of its own. */
static int limit_io_2(const struct cgroup *group, const struct cgroup_limits *limits)
{
	if (!limits->io_weight)
		return 0;
	if (has(group, "io.bfq.weight"))
		return put_number(group, "io.bfq.weight", limits->io_weight);
	return put_number(group, "io.weight", 1 + (limits->io_weight - 10) * 9999 / 990);
}

static int limit_sets(const struct cgroup *group, const struct cgroup_limits *limits)
{
	if (limits->cpus && put(group, "cpuset.cpus", limits->cpus) < 0)
		return -1;
	return limits->mems ? put(group, "cpuset.mems", limits->mems) : 0;
}

int cgroup_limit(const struct cgroup *group, const struct cgroup_limits *limits)
{
	bool unified = group->on & CGROUP_UNIFIED;

	if (group->on & CGROUP_MEMORY
	    && (unified ? limit_memory_2(group, limits) : limit_memory_1(group, limits)) < 0)
		return -1;
	if (group->on & CGROUP_CPU && (unified ? limit_cpu_2(group, limits) : limit_cpu_1(group, limits)) < 0)
		return -1;
	if (group->on & CGROUP_IO && (unified ? limit_io_2(group, limits) : limit_io_1(group, limits)) < 0)
		return -1;
	if (group->on & CGROUP_CPUSET && limit_sets(group, limits) < 0)
		return -1;
	return group->on & CGROUP_PIDS && limits->pids ? put_most(group, "pids.max", limits->pids) : 0;
}
