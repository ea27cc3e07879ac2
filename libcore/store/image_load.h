/* Loading: the images of an archive, all of them or none. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "base/record.h"
#include "store/watch.h"

/* Load what `fd` gives; `what` is what messages call it. `loaded` tells in order: tag=<reference>,
 * before it replaced=<reference> <id> if it led to another image, id=<id> of one without tags.
 * -1 said, and nothing is changed. */
int image_load(int fd, const char *what, const struct watch *watch, struct record *loaded);
