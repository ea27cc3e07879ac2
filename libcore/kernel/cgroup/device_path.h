/* A device of the host by its path, and its node in a container. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <sys/stat.h>

enum { DEVICE_PATH = 1024 };   /* bytes of a path, with the NUL */

/* Call `each` for the device node `host`, or for those below it if it is a directory, with the place that
 * stands for it below `place`, until that returns non-zero; which is returned. -1 said, in Docker's words:
 * there is none. */
int device_path_each(const char *host, const char *place,
		     int (*each)(const char *place, const struct stat *node, void *context), void *context);

/* Make a node like this at `place` below the directory `root`, which nothing leads out of, with the same
 * owner and mode. One that is there is replaced. -1 said. */
int device_path_make(int root, const char *place, const struct stat *node);
