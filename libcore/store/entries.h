/* The entries of a directory: their names, sorted by bytes. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stddef.h>

struct entries {
	char **names;
	size_t count, room;
};

/* Start with {0}. Add the names in the open `directory`, but "." and "..". -1 and errno. */
int entries_read(struct entries *entries, int directory);

/* Add a name, copied. -1 and errno. */
int entries_add(struct entries *entries, const char *name);

/* Sort them, each once. */
void entries_sort(struct entries *entries);
void entries_free(struct entries *entries);
#define autoentries __attribute__((cleanup(entries_free)))
