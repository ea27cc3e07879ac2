/* A visit: a process of our own that has a container's root before it, at the other end of a pipe. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <sys/types.h>

#include "base/record.h"

struct visit {
	const struct record *container;

	/* What the process does: `root` is the root's descriptor, `pipe` its end of the pipe. -1 said. */
	int (*work)(int root, int pipe, void *context);
	void *context;

	int pipe;        /* our end, to read from; visit_end closes it */
	pid_t process;
};

/* Show the process what the container's image has, in a mount namespace of its own. -1 said. */
int visit_image(struct visit *visit);

/* Wait for its end; -1 if it failed, which it has said. */
int visit_end(struct visit *visit);
