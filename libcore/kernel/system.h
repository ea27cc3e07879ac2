/* What every container finds in its root, whatever its image holds: /proc, /sys, /dev. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

/* Mount /proc, /sys, /dev, /dev/pts, /dev/shm, /dev/mqueue and, where the host has only cgroup v2,
 * /sys/fs/cgroup below the container's root, and cover what Docker covers. To be called in the
 * container's namespaces (pid 1 in its pid namespace), before the pivot. With `privileged` nothing is
 * covered or read-only, and /dev has the host's devices. Bytes of /dev/shm; 0: there is none. -1 said. */
int system_mount(int root, bool privileged, unsigned long long shared_memory);
