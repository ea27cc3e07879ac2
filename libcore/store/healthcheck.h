/* A healthcheck: what a record, an image's or a container's, says of how to ask whether it is well. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/record.h"

/* Keys of a record, absent where nothing was said:
 *   health_test=NONE | CMD, then the words | CMD-SHELL, then the line       list
 *   health_interval=  health_timeout=  health_start_period=<nanoseconds>    health_retries=<number> */

enum { HEALTHCHECK_NUMBERS = 4 };

/* What Docker calls each of them in JSON, and our keys. All are durations but the last. */
extern const struct healthcheck_number { const char *name, *key, *option; } healthcheck_numbers[HEALTHCHECK_NUMBERS];

enum { HEALTHCHECK_SHORTEST = 1000000 };   /* nanoseconds of a duration that says anything */

struct healthcheck {
	int64_t interval, timeout, start_period;   /* nanoseconds */
	int retries;
};

/* There is something to run: a test that is not NONE. */
bool healthcheck_exists(const struct record *record);

/* The record says anything of it at all. */
bool healthcheck_is_named(const struct record *record);

/* With Docker's defaults for what was not said. */
void healthcheck_read(struct healthcheck *check, const struct record *record);
