/* Limits: what a container's record allows it of the machine, and whether this kernel can hold it to that. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "base/record.h"
#include "kernel/cgroup/cgroup.h"

enum { PIDS_LIMIT = 4096 };   /* where nothing else is said, and the kernel can */

/* The controllers without which what the record asks for can't be done. */
unsigned limits_need(const struct record *container);

/* Whether it can be done here. -1 said, with the option that can't. */
int limits_check(const struct record *container, const struct cgroups *tops);

/* Hold this group to it, as far as its controllers go. -1 said. */
int limits_set(const struct record *container, const struct cgroup *group);
