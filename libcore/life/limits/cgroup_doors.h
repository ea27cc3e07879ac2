/* Doors: descriptors by which a process goes into the cgroups of a container whose directories it no
 * longer sees. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

#include "base/record.h"
#include "kernel/cgroup/cgroup.h"

struct cgroup_doors {
	int unified, directory;   /* of version 2: the door, and what namespace_clone takes; -1: none */
	int each[CGROUPS_MOST];   /* of version 1 */
	int count;
};

/* Open those of the cgroup= lines that are there. */
void cgroup_doors_open(struct cgroup_doors *doors, const struct record *status);

/* The caller, which has one thread, goes through; through that of version 2 only if it was not `cloned`
 * there. -1 said. */
int cgroup_doors_pass(const struct cgroup_doors *doors, bool cloned);

void cgroup_doors_close(struct cgroup_doors *doors);
