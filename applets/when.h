/* When: a moment as people give it to --since and --until. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct when {
	uint64_t time;   /* nanoseconds since 1970 */
	bool is_age;     /* it was given as a duration back from now */
	uint64_t boot;   /* then also in nanoseconds since the boot: what a clock that is set doesn't move */
};

/* A duration back from now ("10m", "1h30m", "1.5s"; "-10s" is to come), seconds since 1970 with or without
 * a fraction, or RFC 3339, whole or cut ("2006-01-02", "2006-01-02T15:04"; local time where no zone is
 * given). -1 said: failed to parse value as time or duration: "…". */
int when_read(const char *text, struct when *when);

/* The same, for an option whose name is said as well: invalid value for "since": failed to …. */
int when_parse(const char *option, const char *text, uint64_t *nanoseconds);
