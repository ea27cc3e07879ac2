/* The packed layers (base/packed.h) of a container's image, mounted. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "base/limits.h"
#include "base/record.h"

/* One for each layer of the record, or the one that it has in place: a detached mount, -1 where it is a
 * directory. They go with the last descriptor of each, as long as they are mounted nowhere. */
struct packed_layers {
	int mounts[LAYERS_MOST];
	int count;
};

/* Outside of the container's cgroup, where no device can be opened, and of its namespaces. Allocates
 * nothing. -1 said, with nothing left open. */
int packed_layers_mount(struct packed_layers *packed, const struct record *container);
void packed_layers_close(struct packed_layers *packed);

/* The directory that an open file holds: a detached mount. -1 said. */
int packed_layers_show(int file, const char *name);
