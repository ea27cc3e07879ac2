/* Mounting a packed file system (base/packed.h). */
/* SPDX-License-Identifier: MIT */
#pragma once

/* Mount what the open file holds: detached, read-only, until the last of its users is gone. All that
 * mount the same file share what the kernel has in memory of it, but for an erofs where there are no
 * loop devices. Callers take turns (loop.h). `name` is for messages. -1 said. */
int packed_mount(int file, const char *name);
