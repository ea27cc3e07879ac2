/* The --format of a listing: a template for each row, and a header if it begins with "table". */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>
#include <stdio.h>

struct cJSON;
struct template;

struct format {
	struct template *template;
	char *text;
	bool table, early;
};
void format_close(struct format *format);
#define autoformat __attribute__((cleanup(format_close)))

/* `early`: as ps, which looks at its template before all else and has words of its own for what is
 * wrong with it. -1 said ("template parsing error: …"). */
int format_open(struct format *format, const char *text, bool early);

/* Write one row and a newline. -1 said. */
int format_row(const struct format *format, const struct cJSON *row, FILE *out);

/* Write `rows`, what format_row wrote for all rows, to `out`: as columns under a header if it is a
 * table. -1 said. */
int format_write(const struct format *format, const struct cJSON *header, const char *rows, FILE *out);
