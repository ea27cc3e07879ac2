/* Filling volumes: an empty one begins with what the image has in its place. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

#include "base/record.h"

/* Copy to the volumes of the container that are empty (`empty`), or whose copy was cut off. Under
 * volumes_lock. -1 said. */
int volume_fill(const struct record *container, bool empty);
