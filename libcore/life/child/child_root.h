/* The root of a container, put together from its record. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

#include "base/record.h"
#include "life/child/packed_layers.h"

/* Put its layers together, in a mount namespace of the caller's own: a descriptor of the root, -1
 * said. Not `writable`: what is written is gone with the namespace, and the container's own layer is
 * not looked at. */
int child_root_mount(const struct record *container, bool writable);

/* The same with the container's own layer (unless its root is read-only) and what its user has asked for
 * mounted, as its processes would find it: for looking at one that isn't up. Hold status_lock_visit. */
int child_root_look(const struct record *container);

/* In the child, or its builder: mount the layers, of which those packed are mounted already, what every container
 * finds, and what its user has asked for: a descriptor of the root. -1 said. */
int child_root_build(const struct record *container, const struct packed_layers *packed);

/* In the child: the same, and make that the root. -1 said. */
int child_root_enter(const struct record *container, const struct packed_layers *packed);

/* The last step for it: --read-only. -1 said. */
int child_root_seal(const struct record *container);
