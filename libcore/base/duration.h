/* Durations as Go and Docker write them: "30s", "1m30s", "1.5h", "500ms". */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdint.h>

enum { DURATION_SECOND = 1000000000, DURATION_LENGTH = 32 };

/* Numbers with units, one after the other: nanoseconds. -1, silent, if it is none (or negative). */
int duration_parse(const char *text, uint64_t *nanoseconds);

/* The same with a sign, and "0" alone: what options take. */
int duration_parse_signed(const char *text, int64_t *nanoseconds);

/* What Go says of a text that is none: `time: invalid duration "x"`. In a buffer of its own. */
const char *duration_fault(const char *text);

/* As Go writes one: "1m30s", "1.5s", "500ms", "0s". */
const char *duration_text(int64_t nanoseconds, char text[DURATION_LENGTH]);

/* The same, and a number alone is seconds. */
int duration_parse_seconds(const char *text, uint64_t *nanoseconds);

/* Nanoseconds on a clock that nobody sets (CLOCK_MONOTONIC). */
uint64_t duration_clock(void);

/* Take digits, and a fraction in billionths, from the beginning of the text: what follows them; NULL
 * if there are none. */
const char *duration_take_number(const char *text, uint64_t *whole, uint64_t *billionths);
