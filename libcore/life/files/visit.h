/* A visit: a process of our own that has a container's root before it, at the other end of a pipe. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>
#include <sys/types.h>

#include "base/record.h"

enum visit_view {
	VISIT_IMAGE,     /* what its image has */
	VISIT_LAYERS,    /* and what it has written itself */
	VISIT_ALL,       /* and what is mounted in it: what its processes see, or would see */
};

/* What the process has. Under VISIT_LAYERS and VISIT_ALL the container's root is its own, nothing outside
 * exists for it, and it can do no more than make and read files. */
struct visitor {
	int root, pipe;
	int proc;        /* /proc/self/fd, as the host has it */
	bool up;         /* the container */
};

struct visit {
	const struct record *container;
	enum visit_view view;
	bool inwards;    /* the process reads from the pipe, and may write to the container */

	/* What the process does, and returns at its end. -1 said. */
	int (*work)(const struct visitor *visitor, void *context);
	void *context;

	int pipe;        /* our end; -1 once it is closed. visit_end closes it */
	pid_t process;
	int locks[2];    /* a container that isn't up can't be started meanwhile */
};

/* -1 said. */
int visit_begin(struct visit *visit);

/* Wait for the process; -1 if it failed, which it has said. */
int visit_end(struct visit *visit);
