/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "store/archive/tree_links.h"

struct met {
	dev_t device;
	ino_t number;
	size_t name;           /* where it begins in `names`, and 1; 0: nobody is here */
};

/* A hash table that is never more than half full. */
struct tree_links {
	struct met *table;
	size_t room, count;
	char *names;
	size_t used, size;     /* of the names: bytes */
};

struct tree_links *tree_links_open(void)
{
	struct tree_links *links = calloc(1, sizeof *links);

	if (!links)
		return NULL;
	links->room = 256;
	links->table = calloc(links->room, sizeof *links->table);
	if (links->table)
		return links;
	free(links);
	return NULL;
}

void tree_links_close(struct tree_links *links)
{
	if (!links)
		return;
	free(links->table);
	free(links->names);
	free(links);
}

/* Where it is, or would be. */
static size_t find(const struct met *table, size_t room, dev_t device, ino_t number)
{
	size_t at = (size_t)((unsigned long long)number * 0x9e3779b97f4a7c15ULL >> 20) % room;

	while (table[at].name && (table[at].number != number || table[at].device != device))
		at = (at + 1) % room;
	return at;
}

static int grow_table(struct tree_links *links)
{
	size_t room = links->room * 2;
	struct met *table = calloc(room, sizeof *table);

	if (!table)
		return -1;
	for (size_t i = 0; i < links->room; i++)
		if (links->table[i].name)
			table[find(table, room, links->table[i].device, links->table[i].number)] = links->table[i];
	free(links->table);
	links->table = table;
	links->room = room;
	return 0;
}

static int grow_names(struct tree_links *links, size_t length)
{
	size_t size = 2 * (links->size + length);
	char *names;

	if (links->used + length <= links->size)
		return 0;
	names = realloc(links->names, size);
	if (!names)
		return -1;
	links->names = names;
	links->size = size;
	return 0;
}

const char *tree_links_meet(struct tree_links *links, const struct stat *file, const char *name)
{
	size_t at = find(links->table, links->room, file->st_dev, file->st_ino), length = strlen(name) + 1;

	if (links->table[at].name)
		return links->names + links->table[at].name - 1;
	if (grow_names(links, length) < 0 || (links->count >= links->room / 2 && grow_table(links) < 0))
		return NULL;
	at = find(links->table, links->room, file->st_dev, file->st_ino);
	memcpy(links->names + links->used, name, length);
	links->table[at] = (struct met){ file->st_dev, file->st_ino, links->used + 1 };
	links->used += length;
	links->count++;
	return NULL;
}
