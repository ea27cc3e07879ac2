/* Columns: text with tabs, made as wide as Docker makes them. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdio.h>

/* The least width of a column: of ps and the like, and of top. */
enum { TABLE_PLAIN = 10, TABLE_TOP = 20 };

/* Write `text`, lines of cells that tabs end, as columns: a cell is padded with spaces to the
 * widest of the unbroken run of lines that have that column, plus 3, and to `least`. What
 * follows a line's last tab isn't padded. Returns -1 after a failure that is said. */
int table_write(FILE *out, const char *text, int least);
