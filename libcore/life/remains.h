/* Remains: what a monitor that was killed has left behind of its container in the kernel and in its
 * status. The next command that changes the container takes it away. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "base/record.h"

/* Wants the container's lock to be held. 0: nothing is left any more; a --rm container is gone, too,
 * which is said and -1, as other failures. */
int remains_clear(const struct record *container);

/* The same for a container of which nobody may be at work; if somebody is, nothing is to be done. Nothing
 * is left of a --rm one, which is success. -1 said. */
int remains_sweep(const char *id);
