/* Receiving: an archive's entries put into a tree that is in use, as `docker cp` does it. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdint.h>

#include "store/archive/archive_read.h"
#include "store/archive/tree_path.h"

struct receiving {
	const char *what;        /* for messages: where to, */
	const char *source;      /* and from where */
	const char *top;         /* what the tree in the archive is called here; "" if it is the directory itself */
	const char *shown;       /* the directory, as messages show it */
	const char *prefix;      /* of Docker's messages about it */
	bool owned;              /* everything becomes theirs; else it is whose the archive says */
	uint32_t uid, gid;
	bool gzip;               /* the archive may be compressed */
};

/* Put what the archive `fd` has into the working directory, which is a root without an outside. A file is in
 * its place when all of it is there. -1 said. */
int tree_receive(int fd, const struct receiving *receiving);
