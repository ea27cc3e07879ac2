/* How much of the machine a container uses. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "base/record.h"
#include "kernel/cgroup/usage.h"

/* All that can be found out, by its cgroups, else by its processes. One that doesn't run uses nothing. */
void container_usage(struct usage *usage, const struct record *container, const struct record *status);
