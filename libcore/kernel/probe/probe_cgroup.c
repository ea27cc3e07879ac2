/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "kernel/cgroup/cgroup.h"
#include "kernel/cgroup/device_rules.h"
#include "kernel/probe/probe.h"

/* A cgroup for the try, with what the controller needs; -1 and errno: there can be none. */
static int make(struct cgroup *group, unsigned controller)
{
	struct cgroups tops;
	const struct cgroup *top;

	if (cgroup_find(&tops) < 0)
		return -1;
	top = cgroup_with(&tops, controller);
	if (!top) {
		errno = ENODEV;
		return -1;
	}
	*group = *top;
	group->on = (top->on & CGROUP_UNIFIED) | controller;
	snprintf(group->path, sizeof group->path, "%.*s/linkbox-check-%d", CGROUP_PATH - 40, top->path, (int)getpid());
	return cgroup_make(top, group);
}

/* Whether the group has one of two files: of version 1, of version 2. */
static int try_file(unsigned controller, const char *old, const char *new)
{
	struct cgroup group;
	char first[2];
	int there;

	if (make(&group, controller) < 0)
		return -1;
	there = cgroup_get(&group, group.on & CGROUP_UNIFIED ? new : old, first, sizeof first);
	cgroup_remove(&group);
	return there;
}

static int memory(void)  { return try_file(CGROUP_MEMORY, "memory.limit_in_bytes", "memory.max"); }
static int swap(void)    { return try_file(CGROUP_MEMORY, "memory.memsw.limit_in_bytes", "memory.swap.max"); }
static int quota(void)   { return try_file(CGROUP_CPU, "cpu.cfs_quota_us", "cpu.max"); }
static int shares(void)  { return try_file(CGROUP_CPU, "cpu.shares", "cpu.weight"); }
static int sets(void)    { return try_file(CGROUP_CPUSET, "cpuset.cpus", "cpuset.cpus"); }
static int pids(void)    { return try_file(CGROUP_PIDS, "pids.max", "pids.max"); }
static int freezer(void) { return try_file(CGROUP_FREEZER, "freezer.state", "cgroup.freeze"); }

static int weights(void)
{
	return try_file(CGROUP_IO, "blkio.bfq.weight", "io.bfq.weight") < 0
	       ? try_file(CGROUP_IO, "blkio.weight", "io.weight") : 0;
}

static int devices(void)
{
	static struct device_rules rules;
	struct cgroup group;
	int applied;

	if (make(&group, CGROUP_DEVICES) < 0)
		return -1;
	device_rules_begin(&rules);
	applied = device_rules_apply(&group, &rules);
	cgroup_remove(&group);
	return applied;
}

const struct probe probe_cgroup[] = {
	{ "limit of processes", false, pids, "--pids-limit, and the 4096 that a container may have else (CONFIG_CGROUP_PIDS)" },
	{ "limit of memory", false, memory, "--memory and its kin (CONFIG_MEMCG)" },
	{ "limit of swap", false, swap, "--memory-swap: memory is limited without swap (CONFIG_MEMCG_SWAP, swapaccount=1)" },
	{ "limit of processors", false, quota, "--cpus, --cpu-quota, --cpu-period (CONFIG_CFS_BANDWIDTH)" },
	{ "shares of processors", false, shares, "--cpu-shares (CONFIG_CGROUP_SCHED)" },
	{ "sets of processors", false, sets, "--cpuset-cpus, --cpuset-mems (CONFIG_CPUSETS)" },
	{ "weights of disks", false, weights, "--blkio-weight (CONFIG_BLK_CGROUP, and BFQ or iocost)" },
	{ "rules for devices", false, devices, "--device-cgroup-rule; containers may make no device nodes (CONFIG_CGROUP_DEVICE, with cgroup version 2 CONFIG_CGROUP_BPF)" },
	{ "pausing", false, freezer, "pause (cgroup version 2, or CONFIG_CGROUP_FREEZER)" },
	{ 0 },
};

const char *probe_cgroup_version(void)
{
	struct cgroups tops;
	bool old = false, new = false;

	if (cgroup_find(&tops) < 0)
		return "none";
	for (int i = 0; i < tops.count; i++)
		*(tops.all[i].on & CGROUP_UNIFIED ? &new : &old) = true;
	return old && new ? "version 1 and 2 side by side" : new ? "version 2" : old ? "version 1" : "none";
}
