/* A program that the kernel asks whether a cgroup of version 2 may use a device. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

#include "kernel/cgroup/device_rules.h"

/* Load it and attach it to the cgroup of this directory; it goes with that. 0; -1 and errno, silent. */
int device_program_attach(const char *path, const struct device_rules *rules);

/* True if the kernel has such programs; and if the cgroup has one. */
bool device_program_is_possible(const char *path);
bool device_program_is_attached(const char *path);
