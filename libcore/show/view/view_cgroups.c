/* SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <unistd.h>

#include <cjson/cJSON.h>

#include "kernel/cgroup/cgroup.h"
#include "show/template/go_value.h"
#include "show/view/view_cgroups.h"

static const struct cgroups *tops(void)
{
	static struct cgroups found;
	static bool looked;

	if (!looked && cgroup_find(&found) < 0)
		found.count = 0;
	looked = true;
	return &found;
}

/* True if the controller is there; `file`: and, in version 1, has this. */
static bool has(unsigned controller, const char *file)
{
	const struct cgroup *top = cgroup_with(tops(), controller);
	char path[CGROUP_PATH + 64];

	if (!top || top->on & CGROUP_UNIFIED || !file)
		return top;
	snprintf(path, sizeof path, "%s/%s", top->path, file);
	return access(path, F_OK) == 0;
}

void view_add_limit_kinds(struct cJSON *info)
{
	go_bool(info, "MemoryLimit", has(CGROUP_MEMORY, NULL));
	go_bool(info, "SwapLimit", has(CGROUP_MEMORY, "memory.memsw.limit_in_bytes"));
	go_zeros(info, "KernelMemory=b KernelMemoryTCP=b");
	go_bool(info, "CpuCfsPeriod", has(CGROUP_CPU, "cpu.cfs_period_us"));
	go_bool(info, "CpuCfsQuota", has(CGROUP_CPU, "cpu.cfs_quota_us"));
	go_bool(info, "CPUShares", has(CGROUP_CPU, "cpu.shares"));
	go_bool(info, "CPUSet", has(CGROUP_CPUSET, NULL));
	go_bool(info, "PidsLimit", has(CGROUP_PIDS, NULL));
}

void view_add_oom_kill_disable(struct cJSON *info)
{
	const struct cgroup *top = cgroup_with(tops(), CGROUP_MEMORY);

	go_bool(info, "OomKillDisable", top && !(top->on & CGROUP_UNIFIED));
}

/* As Docker, which goes by version 1 where both are. */
void view_add_cgroup_version(struct cJSON *info)
{
	bool old = false;

	for (int i = 0; i < tops()->count; i++)
		old = old || !(tops()->all[i].on & CGROUP_UNIFIED);
	go_text(info, "CgroupDriver", tops()->count ? "cgroupfs" : "none");
	if (tops()->count)
		go_text(info, "CgroupVersion", old ? "1" : "2");
	else
		go_zeros(info, "CgroupVersion=s?");
}
