/* Text as Go shows it: characters counted, cut short, put into double quotes. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* Decode the first character of `length` bytes of UTF-8; returns how many bytes it takes. A byte
 * that is none gives 0xfffd and 1. */
int quote_decode(const char *text, size_t length, uint32_t *character);

/* Write one character as UTF-8. */
void quote_encode(FILE *out, uint32_t character);

/* How many characters are in `length` bytes. */
int quote_count(const char *text, size_t length);

/* Write `text`; what is no UTF-8 in it becomes U+FFFD, as when Go has read it as JSON. */
void quote_mend(FILE *out, const char *text);

/* Write `text` in double quotes, with Go's escapes. `ascii`: nothing above 0x7f stays as it is. */
void quote_write(FILE *out, const char *text, bool ascii);

/* Write `text`; if it is wider than `most` columns, as much of it as fits, and an ellipsis. */
void quote_cut(FILE *out, const char *text, int most);
