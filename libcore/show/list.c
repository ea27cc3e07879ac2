/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/stream.h"
#include "show/age.h"
#include "show/list.h"

int list_open(struct list *list)
{
	*list = (struct list){ 0 };
	list->rows = stream_open(&list->text, &list->length);
	return list->rows ? 0 : fail("make a list: %m");
}

void list_add(struct list *list, const char *key)
{
	fputs(key, list->rows);
	putc('\0', list->rows);
	list->count++;
}

void list_end(struct list *list)
{
	putc('\0', list->rows);
}

static const char *after(const char *text)
{
	return text + strlen(text) + 1;
}

/* Equal keys stay as they were added, which their places in the text tell. */
static int compare(const void *one, const void *other)
{
	const char *first = *(const char *const *)one, *second = *(const char *const *)other;
	int result = age_compare(second, first);

	return result ? result : first < second ? -1 : 1;
}

int list_write(struct list *list, int most, FILE *out)
{
	autofree const char **rows = NULL;
	autofree char *text = NULL;
	int result = stream_close(list->rows);

	text = list->text;
	rows = calloc((size_t)list->count + 1, sizeof *rows);
	if (result || !rows)
		return fail("write a list: %m");
	for (int i = 0; i < list->count; i++)
		rows[i] = i ? after(after(rows[i - 1])) : text;
	qsort(rows, (size_t)list->count, sizeof *rows, compare);
	for (int i = 0; i < list->count && (most < 0 || i < most); i++)
		fputs(after(rows[i]), out);
	return 0;
}
