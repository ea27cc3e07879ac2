/* A target: a place inside a container's root, found or made without ever leaving it. */
/* SPDX-License-Identifier: MIT */
#pragma once

enum target_kind { TARGET_FILE, TARGET_DIRECTORY };

/* Find `path` below the directory `root`, links followed as if `root` were /, magic links of /proc
 * not at all. An O_PATH descriptor; -1, silent and errno. */
int target_find(int root, const char *path);

/* As target_find, but what is absent (directories on the way, too, and what a dangling link names)
 * is made: an empty file, or a directory with mode 0755. -1 said. */
int target_make(int root, const char *path, enum target_kind kind);

/* The directory `name` directly in `root`, made if absent; refused, said, if it is something else
 * (a link, a file). For /proc, /sys and /dev, which we take whatever the image put there. */
int target_own(int root, const char *name);
