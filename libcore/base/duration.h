/* Durations as Go and Docker write them: "30s", "1m30s", "1.5h", "500ms". */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdint.h>

enum { DURATION_SECOND = 1000000000 };

/* Numbers with units, one after the other: nanoseconds. -1, silent, if it is none (or negative). */
int duration_parse(const char *text, uint64_t *nanoseconds);

/* Take digits, and a fraction in billionths, from the beginning of the text: what follows them; NULL
 * if there are none. */
const char *duration_take_number(const char *text, uint64_t *whole, uint64_t *billionths);
