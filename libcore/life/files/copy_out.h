/* Copying out: files of a container, into a directory of the host or as an archive. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

#include "base/record.h"
#include "store/watch.h"

struct copy_out {
	const struct record *container;
	const char *name;              /* as the container was called */
	const char *source;            /* path in it */
	const char *destination;       /* of the host; "-": an archive to `output` */
	int output;
	bool follow;                   /* what the source leads to, if it is a symbolic link */
	const struct watch *watch;
};

/* -1 said, in Docker's words. */
int copy_out(const struct copy_out *copy);

/* Write all that the container's own root has, and nothing that is mounted in it, to `output`. -1 said. */
int copy_out_root(const struct record *container, int output, const struct watch *watch);
