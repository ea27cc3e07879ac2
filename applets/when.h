/* When: a moment as people give it to --since and --until. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdint.h>

/* A duration back from now ("10m", "1h30m", "1.5s"), seconds since 1970 with or without a fraction,
 * or RFC 3339, whole or cut ("2006-01-02", "2006-01-02T15:04"; local time where no zone is given).
 * Nanoseconds since 1970. -1 said: invalid value for "since": failed to parse value as …. */
int when_parse(const char *option, const char *text, uint64_t *nanoseconds);
