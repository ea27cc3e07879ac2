/* Limits: how much of the machine the processes of a cgroup may use, in the files of version 1 or 2. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

#include "kernel/cgroup/cgroup.h"

/* 0 (NULL): it stays as it is. -1: without a limit. */
struct cgroup_limits {
	long long memory;                 /* bytes */
	long long memory_swap;            /* bytes of both together */
	long long memory_reservation;     /* bytes, below which it is not pressed */
	const long long *swappiness;      /* 0 to 100 */
	bool oom_kill_disable;
	long long cpu_period, cpu_quota;  /* microseconds */
	long long cpu_shares;             /* 2 to 262144, as version 1 counts; 1024 is usual */
	const char *cpus, *mems;          /* "0-1,3" */
	long long io_weight;              /* 10 to 1000, as version 1 counts */
	long long pids;
};

/* Write those that the group's controllers are for. -1 said, with the file. */
int cgroup_limit(const struct cgroup *group, const struct cgroup_limits *limits);
