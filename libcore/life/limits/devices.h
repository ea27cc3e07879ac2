/* The devices of a container: the nodes that its user asks for, and what it may do with devices at all. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

#include "base/record.h"
#include "kernel/cgroup/cgroup.h"

/* True if one of its devices may only be read, or only be written: then somebody has to hold it to that. */
bool devices_are_restricted(const struct record *container);

/* Hold this group to the record's devices, if it is the one for that. The host's /dev must be there. -1
 * said: a device is not there. Where the kernel can't, nothing happens. */
int devices_rule(const struct record *container, const struct cgroup *group);

/* True if a container with this status can use no device but those that it was given. Where it is false,
 * it must not make nodes. */
bool devices_are_ruled(const struct record *status);

/* In the child: make the nodes of the record's devices below `root`, before the pivot. -1 said. */
int devices_make(int root, const struct record *container);
