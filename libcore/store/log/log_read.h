/* Reading the log of a container: its chunks joined to lines again. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

#include "base/record.h"
#include "store/log/log_lines.h"

struct log_query {
	long tail;        /* this many lines from the end; -1: all */
	uint64_t since;   /* nanoseconds since 1970; 0: no bound. They bound what tail has left */
	uint64_t until;
	bool follow;      /* go on until the container, or its run that is on, has ended */
};

/* Give every piece to `show` until it returns non-zero; that is returned, else 0. A container
 * that never ran, or not since the boot, has an empty log. -1 said: also that its driver keeps nothing to
 * read. */
int log_read(const struct record *container, const struct log_query *query,
	     int (*show)(const struct log_piece *piece, void *context), void *context);
