/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/fail.h"
#include "kernel/cgroup/cgroup_limits.h"
#include "life/limits/devices.h"
#include "life/limits/limits.h"

/* `file` of version 1 has to be there, where the controller is built in parts. */
static const struct limit {
	const char *key, *option;
	unsigned controller;
	const char *file;
	bool old_only;            /* version 2 has nothing like it */
} all[] = {
	{ "memory", "--memory", CGROUP_MEMORY, NULL, false },
	{ "memory_swap", "--memory-swap", CGROUP_MEMORY, "memory.memsw.limit_in_bytes", false },
	{ "memory_reservation", "--memory-reservation", CGROUP_MEMORY, NULL, false },
	{ "memory_swappiness", "--memory-swappiness", CGROUP_MEMORY, NULL, true },
	{ "oom_kill_disable", "--oom-kill-disable", CGROUP_MEMORY, NULL, true },
	{ "cpus", "--cpus", CGROUP_CPU, "cpu.cfs_quota_us", false },
	{ "cpu_period", "--cpu-period", CGROUP_CPU, "cpu.cfs_period_us", false },
	{ "cpu_quota", "--cpu-quota", CGROUP_CPU, "cpu.cfs_quota_us", false },
	{ "cpu_shares", "--cpu-shares", CGROUP_CPU, NULL, false },
	{ "cpuset_cpus", "--cpuset-cpus", CGROUP_CPUSET, NULL, false },
	{ "cpuset_mems", "--cpuset-mems", CGROUP_CPUSET, NULL, false },
	{ "blkio_weight", "--blkio-weight", CGROUP_IO, NULL, false },
	{ "pids_limit", "--pids-limit", CGROUP_PIDS, NULL, false },
	{ "device_cgroup_rule", "--device-cgroup-rule", CGROUP_DEVICES, NULL, false },
};

static const struct { unsigned controller; const char *name, *option; } controllers[] = {
	{ CGROUP_MEMORY, "memory", "CONFIG_MEMCG" }, { CGROUP_CPU, "cpu", "CONFIG_CFS_BANDWIDTH" },
	{ CGROUP_CPUSET, "cpuset", "CONFIG_CPUSETS" }, { CGROUP_IO, "io", "CONFIG_BLK_CGROUP" },
	{ CGROUP_PIDS, "pids", "CONFIG_CGROUP_PIDS" },
	{ CGROUP_DEVICES, "devices", "CONFIG_CGROUP_DEVICE, or with version 2 CONFIG_CGROUP_BPF" },
};

/* No limit at all needs nobody who holds anything to it. */
static bool is_asked(const struct record *container, const struct limit *limit)
{
	const char *value = record_get(container, limit->key);

	return value && (limit->controller != CGROUP_PIDS || record_number(container, limit->key, 0) > 0);
}

unsigned limits_need(const struct record *container)
{
	unsigned needed = 0;

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (is_asked(container, &all[i]))
			needed |= all[i].controller;
	return needed | (devices_are_restricted(container) ? CGROUP_DEVICES : 0);
}

static int refuse(const struct limit *limit)
{
	for (size_t i = 0; i < sizeof controllers / sizeof *controllers; i++)
		if (controllers[i].controller == limit->controller)
			return fail("%s can't be enforced: no cgroup file system with the %s controller is mounted "
				    "(%s)", limit->option, controllers[i].name, controllers[i].option);
	return -1;
}

static int check(const struct limit *limit, const struct cgroup *top)
{
	char path[CGROUP_PATH + 64];

	if (!top)
		return refuse(limit);
	if (top->on & CGROUP_UNIFIED)
		return limit->old_only ? fail("%s can't be enforced: cgroup version 2 has nothing like it", limit->option)
				       : 0;
	snprintf(path, sizeof path, "%s/%s", top->path, limit->file ? limit->file : "tasks");
	return access(path, F_OK) < 0 ? fail("%s can't be enforced: the kernel has no %s", limit->option, limit->file)
				      : 0;
}

int limits_check(const struct record *container, const struct cgroups *tops)
{
	static const struct limit device = { "device", "--device with less than rw", CGROUP_DEVICES, NULL, false };

	if (devices_are_restricted(container) && check(&device, cgroup_with(tops, CGROUP_DEVICES)) < 0)
		return -1;
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (is_asked(container, &all[i]) && check(&all[i], cgroup_with(tops, all[i].controller)) < 0)
			return -1;
	return 0;
}

/* --cpus is a quota in other words. */
static void read_cpu(struct cgroup_limits *limits, const struct record *container)
{
	enum { PERIOD = 100000 };
	long long nano = record_number(container, "cpus", 0);

	limits->cpu_shares = record_number(container, "cpu_shares", 0);
	limits->cpu_period = nano ? PERIOD : record_number(container, "cpu_period", 0);
	limits->cpu_quota = nano ? nano * PERIOD / 1000000000 : record_number(container, "cpu_quota", 0);
	limits->cpus = record_get(container, "cpuset_cpus");
	limits->mems = record_get(container, "cpuset_mems");
}

/* Without --memory-swap, as much swap as memory, where swap is counted: as Docker. */
static void read_memory(struct cgroup_limits *limits, const struct record *container, const struct cgroup *group)
{
	char now[32];
	const char *file = group->on & CGROUP_UNIFIED ? "memory.swap.max" : "memory.memsw.limit_in_bytes";

	limits->memory = record_number(container, "memory", 0);
	limits->memory_swap = record_number(container, "memory_swap", 0);
	if (limits->memory > 0 && !limits->memory_swap && cgroup_get(group, file, now, sizeof now) == 0)
		limits->memory_swap = 2 * limits->memory;
	limits->memory_reservation = record_number(container, "memory_reservation", 0);
	limits->oom_kill_disable = record_get(container, "oom_kill_disable") != NULL;
}

int limits_set(const struct record *container, const struct cgroup *group)
{
	long long swappiness = record_number(container, "memory_swappiness", -1);
	struct cgroup_limits limits = {
		.swappiness = swappiness < 0 ? NULL : &swappiness,
		.io_weight = record_number(container, "blkio_weight", 0),
		.pids = record_number(container, "pids_limit", PIDS_LIMIT),
	};

	read_memory(&limits, container, group);
	read_cpu(&limits, container);
	return cgroup_limit(group, &limits);
}
