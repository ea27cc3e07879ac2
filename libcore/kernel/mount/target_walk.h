/* Walking to a target without the kernel's "..", one name at a time. */
/* SPDX-License-Identifier: MIT */
#pragma once

/* As target_find (target.h), but not disturbed by who renames and mounts elsewhere on the machine: for
 * those openat2 gives up on a path with "..", with EAGAIN. Each step begins at the root again and follows no
 * link, so what is exchanged meanwhile can make it fail, and not lead out. */
int target_walk(int root, const char *path);
