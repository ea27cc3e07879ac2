/* The root of a container, put together from its record. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "base/record.h"

/* In the child: mount the layers, what every container finds, and what its user has asked for, and
 * make that the root. -1 said. */
int child_root_enter(const struct record *container);

/* The last step for it: --read-only. -1 said. */
int child_root_seal(const struct record *container);
