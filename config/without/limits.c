/* Without CONFIG_LIMITS: of a container's use of the machine only its number of processes is limited. */
/* SPDX-License-Identifier: MIT */
#include <stddef.h>

#include "base/fail.h"
#include "kernel/cgroup/cgroup_limits.h"
#include "life/limits/devices.h"
#include "life/limits/limits.h"
#include "life/limits/limits_change.h"
#include "request/request_limits.h"

struct request_limits request_limits = { .swappiness = NO_SWAPPINESS };

static int refuse(void)
{
	return fail("--memory, --cpus and the like: this linkbox was built without limits");
}

int request_limits_check_words(void)
{
	const struct request_limits *given = &request_limits;

	if (given->memory || given->memory_swap || given->memory_reservation || given->cpus || given->cpuset_cpus
	    || given->cpuset_mems || given->blkio_weight || given->cgroup_parent || given->cpu_period
	    || given->cpu_quota || given->cpu_shares || given->pids || given->oom_score || given->oom_kill_disable
	    || given->swappiness != NO_SWAPPINESS)
		return refuse();
	return 0;
}

int request_limits_check(void)
{
	return 0;
}

int request_limits_add(struct record *container, bool update)
{
	(void)container, (void)update;
	return 0;
}

unsigned limits_need(const struct record *container)
{
	return record_get(container, "device_cgroup_rule") || devices_are_restricted(container) ? CGROUP_DEVICES : 0;
}

/* Of one that another linkbox has made. */
int limits_check(const struct record *container, const struct cgroups *tops)
{
	static const char *const keys[] = {
		"memory", "memory_swap", "memory_reservation", "memory_swappiness", "oom_kill_disable", "cpus", "cpu_period",
		"cpu_quota", "cpu_shares", "cpuset_cpus", "cpuset_mems", "blkio_weight"
	};

	if (limits_need(container) && !cgroup_with(tops, CGROUP_DEVICES))
		return fail("--device with less than rw, --device-cgroup-rule can't be enforced: no cgroup file system with "
			    "the devices controller is mounted");
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if (record_get(container, keys[i]))
			return refuse();
	return 0;
}

int limits_set(const struct record *container, const struct cgroup *group)
{
	const struct cgroup_limits limits = { .pids = record_number(container, "pids_limit", PIDS_LIMIT) };

	return cgroup_limit(group, &limits);
}

int limits_change_do(const struct record *container)
{
	(void)container;
	return refuse();
}
