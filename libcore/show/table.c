/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/fail.h"
#include "show/quote.h"
#include "show/table.h"

enum { GAP = 3 };

/* A cell: its text, and the width of its column; 0 for a line's last cell, which isn't padded. */
struct cell {
	const char *text;
	int length, width;
	bool last;
};

static size_t cells_in(const char *text)
{
	size_t count = 1;

	for (; *text; text++)
		count += *text == '\t' || *text == '\n';
	return count;
}

static size_t split(const char *text, struct cell *cells)
{
	size_t count = 0;

	while (*text) {
		int length = (int)strcspn(text, "\t\n");

		cells[count++] = (struct cell){ text, length, 0, text[length] != '\t' };
		text += length + (text[length] != '\0');
	}
	return count;
}

/* The cell `column` of the line that begins at `line`, NULL if it has no padded cell there. */
static struct cell *find_cell(struct cell *line, struct cell *end, int column)
{
	for (; line < end && !line->last; line++)
		if (column-- == 0)
			return line;
	return NULL;
}

static struct cell *next_line(struct cell *line, struct cell *end)
{
	while (line < end && !line->last)
		line++;
	return line < end ? line + 1 : end;
}

/* Give every cell of the run of lines from `line` on that have `column` the same width. */
static void measure_run(struct cell *line, struct cell *end, int column, int least)
{
	int width = least;
	struct cell *cell;

	for (struct cell *each = line; (cell = find_cell(each, end, column)); each = next_line(each, end)) {
		int wanted = quote_count(cell->text, (size_t)cell->length) + GAP;

		width = wanted > width ? wanted : width;
	}
	for (struct cell *each = line; (cell = find_cell(each, end, column)); each = next_line(each, end))
		cell->width = width;
}

static void measure(struct cell *cells, struct cell *end, int least)
{
	for (struct cell *line = cells; line < end; line = next_line(line, end)) {
		struct cell *cell;

		for (int column = 0; (cell = find_cell(line, end, column)); column++)
			if (cell->width == 0)
				measure_run(line, end, column, least);
	}
}

int table_write(FILE *out, const char *text, int least)
{
	autofree struct cell *cells = calloc(cells_in(text), sizeof *cells);
	struct cell *end;

	if (!cells)
		return fail("write a table: %m");
	end = cells + split(text, cells);
	measure(cells, end, least);
	for (struct cell *cell = cells; cell < end; cell++) {
		fwrite(cell->text, 1, (size_t)cell->length, out);
		if (cell->last) {
			if (cell->text[cell->length])
				putc('\n', out);
			continue;
		}
		for (int width = quote_count(cell->text, (size_t)cell->length); width < cell->width; width++)
			putc(' ', out);
	}
	return 0;
}
