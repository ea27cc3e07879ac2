/* Copying in: files of the host, or of an archive, into a container. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

#include "base/record.h"
#include "store/watch.h"

struct copy_in {
	const struct record *container;   /* empty if there is no such container */
	const char *name;                 /* as it was called */
	const char *source;               /* path of the host; "-": an archive from standard input */
	const char *destination;          /* path in the container */
	bool follow;                      /* what the source leads to, if it is a symbolic link */
	bool owned;                       /* it becomes the container's user's; else owners stay */
	const struct watch *watch;
};

/* -1 said, in Docker's words. */
int copy_in(const struct copy_in *copy);
