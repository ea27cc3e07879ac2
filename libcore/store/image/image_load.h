/* Loading: the images of an archive, all of them or none. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "base/record.h"
#include "store/watch.h"

/* What an archive has to be, as 64 hexadecimal digits; NULL for what may be anything. */
struct image_wish {
	const char *archive;      /* the digest of its bytes */
	const char *image;        /* the id of one of its images */
	const char *max_size;     /* as in allowance.h */
};

/* Load what `fd` gives; `what` is what messages call it. `loaded` tells in order: tag=<reference>,
 * before it replaced=<reference> <id> if it led to another image, id=<id> of one without tags.
 * -1 said, and nothing is changed: also if it isn't what is wished for. */
int image_load(int fd, const char *what, const struct image_wish *wish, const struct watch *watch,
	struct record *loaded);
