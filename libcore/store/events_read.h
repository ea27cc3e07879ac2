/* Reading events: those that are noted, and those that come. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "store/event.h"

struct events_query {
	bool past;                /* those that are noted */
	bool follow;              /* then those that come */
	int64_t ends;             /* follow until CLOCK_MONOTONIC is at so many nanoseconds; 0: for ever */
	int output;               /* the descriptor that is written to: when nobody reads it any more, it is over */
};

/* Give each event to `show`, `live` if it has come since the call, until that returns non-zero, which is
 * returned; else 0. Sleeps while nothing happens. -1 said. */
int events_read(const struct events_query *query,
		int (*show)(const struct event *event, bool live, void *context), void *context);
