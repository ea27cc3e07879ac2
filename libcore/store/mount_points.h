/* Mount points that linkbox makes in a container's own layer: nobody wrote them, so nobody is shown them. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

/* `path` without a slash before it. */
bool mount_point_is_ours(const char *path);

/* True if it is one, under `name` in the open directory `parent`, and nothing has been put there. */
bool mount_point_is_unused(const char *path, int parent, const char *name);
