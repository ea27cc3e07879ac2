/* Mount points that linkbox makes in a container's own layer: nobody wrote them, so nobody is shown them. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

/* `path` without a slash before it. */
bool mount_point_is_ours(const char *path);
