/* Printable: bytes of strangers, made safe for the terminal of a person. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stddef.h>
#include <stdio.h>

/* Write text with every control character in caret notation (^[, ^G, ^?), but for tab, newline and
 * colours (ESC [ numbers m). Eight-bit controls (0x80 to 0x9f), coded in UTF-8 or alone, are shown
 * as the ^[ sequences that they stand for. */
void printable_write(FILE *out, const char *text, size_t length);

/* `out` itself, if it is no terminal; else the one stream that writes to it as printable_write does.
 * To be flushed before anything else goes to `out`. */
FILE *printable_stream(FILE *out);
