/* Progress: a bar on the terminal where people wait, as Docker draws it. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

#include "store/watch.h"

struct progress {
	const char *verb;              /* what is being done: "Loading layer" */
	char what[32];                 /* to which, in the line that is there now */
	long long done, total;
	long long drawn_at;            /* milliseconds */
	bool is_drawn, is_behind;      /* there is a line; it doesn't show the last that was told */
	struct watch watch;
};

/* What to hand down to whoever does it: NULL, nobody, unless standard error is a terminal. */
const struct watch *progress_begin(struct progress *progress, const char *verb);

/* It went well: let the line show how far. */
void progress_end(struct progress *progress);
