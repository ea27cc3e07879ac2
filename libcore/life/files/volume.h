/* The volumes of a container: there when it is made, and gone when the last that wants them is. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

#include "base/record.h"

/* Make those that are not there, once the record of the container is saved: who looks for users of a
 * volume finds it. `fresh`, of a container that has just been made: empty volumes get what the image
 * has where they are mounted; else only those do for which that was cut off. -1 said. */
int volume_prepare(const struct record *container, bool fresh);

/* Remove those that were made for this container alone and that nobody else uses. -1 said. */
int volume_release(const struct record *container);

/* Remove a volume; one that is used is refused. -1 said. */
int volume_remove(const char *name);

/* Remove the volumes of --rm containers that a power cut took. -1 said. */
int volume_sweep(void);
