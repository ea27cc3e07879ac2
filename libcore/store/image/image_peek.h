/* Peeking: which images an archive holds, without reading its layers. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "base/record.h"

/* Add id=<id> for each image, and behind it tag=<reference> (list) for each of its tags. In a plain
 * archive layers are skipped; one in gzip has to be read to its end. Leaves `fd` anywhere. -1 said. */
int image_peek(int fd, const char *what, struct record *found);
