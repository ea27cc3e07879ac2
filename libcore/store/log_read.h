/* Reading the log of a container: its chunks joined to lines again. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

#include "store/log.h"

struct log_query {
	long tail;        /* this many lines from the end; -1: all */
	uint64_t since;   /* nanoseconds since 1970; 0: no bound. They bound what tail has left */
	uint64_t until;
	bool follow;      /* go on until the container has ended */
};

/* A line, or a part of one that is longer than 16 KiB. Lines come in the order in which they
 * were completed; only the last one of a stream may lack its newline. */
struct log_piece {
	enum log_stream stream;
	uint64_t time;    /* when the line was completed, or outgrew that */
	bool begins;      /* the first piece of its line */
	const char *data;
	size_t length;
};

/* Give every piece to `show` until it returns non-zero; that is returned, else 0. A container
 * that never ran, or not since the boot, has an empty log. -1 said. */
int log_read(const char *id, const struct log_query *query,
	     int (*show)(const struct log_piece *piece, void *context), void *context);
