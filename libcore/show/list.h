/* A listing: rows that are collected in any order, sorted by a time, and written. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stddef.h>
#include <stdio.h>

struct list {
	FILE *rows;       /* where the row that list_add has begun is written to */
	char *text;
	size_t length;
	int count;
};

/* -1 after a failure that is said. */
int list_open(struct list *list);

/* Begin a row of this time (age.h): what is written to list->rows up to list_end is the row. */
void list_add(struct list *list, const char *key);
void list_end(struct list *list);

/* Write the rows, latest first, the first `most` of them (negative: all), and close the
 * list. -1 said. */
int list_write(struct list *list, int most, FILE *out);
