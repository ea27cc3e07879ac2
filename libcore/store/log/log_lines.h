/* Lines of a log: chunks of two streams, joined to lines again. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

#include "store/log/log_frame.h"

enum { LOG_LINE = 16384 };   /* a longer line is given in pieces */

/* A line, or a part of one. Lines come in the order in which they were completed; only the last one
 * of a stream may lack its newline. */
struct log_piece {
	enum log_stream stream;
	uint64_t time;    /* when the line was completed, or outgrew LOG_LINE */
	bool begins;      /* the first piece of its line */
	const char *data;
	size_t length;
};

/* What is known of a stream's line that isn't complete yet. */
struct log_partial {
	char text[LOG_LINE];
	size_t used;
	bool begun;       /* a piece of it was given already */
	bool hidden;
	uint64_t time;
};

struct log_lines {
	int (*show)(const struct log_piece *piece, void *context);   /* NULL: they are only counted */
	void *context;
	uint64_t since, until;       /* 0: no bound */
	unsigned long begun;         /* lines so far */
	unsigned long skip;          /* of these, not to be shown */
	struct log_partial partial[2];
};

/* Take the next bytes of a chunk. What `show` returned, if not 0. */
int log_lines_feed(struct log_lines *lines, const struct log_frame *frame, const char *data, size_t length);

/* There is no more: what has no newline is shown, too. */
int log_lines_end(struct log_lines *lines);
