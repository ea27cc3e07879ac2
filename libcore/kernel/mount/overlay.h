/* An overlay: layers of an image, and on top of them what the container writes. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

#include "base/limits.h"

/* All descriptors of directories (O_PATH will do), opened in this mount namespace (mount.h). */
struct overlay {
	int layers[LAYERS_MOST];   /* bottom first */
	int layer_count;
	int upper, work;           /* on one file system; -1: in RAM, gone with the namespace */
	bool volatile_upper;       /* never synced: for a container that isn't meant to last */
};

/* Mount it on the directory `staging` (a path; any directory does, what is in it is hidden from
 * this namespace). The host's /proc must be at /proc. Returns a descriptor of the new root.
 * -1 said. */
int overlay_mount(const struct overlay *overlay, const char *staging);
