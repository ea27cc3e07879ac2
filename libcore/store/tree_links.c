/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "store/tree_links.h"

struct met {
	dev_t device;
	ino_t number;
	char *name;
};

/* A hash table that is never more than half full. */
struct tree_links {
	struct met *table;
	size_t room, count;
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
	for (size_t i = 0; i < links->room; i++)
		free(links->table[i].name);
	free(links->table);
	free(links);
}

/* Where it is, or would be. */
static struct met *find(struct met *table, size_t room, dev_t device, ino_t number)
{
	size_t at = (size_t)((unsigned long long)number * 0x9e3779b97f4a7c15ULL >> 20) % room;

	while (table[at].name && (table[at].number != number || table[at].device != device))
		at = (at + 1) % room;
	return &table[at];
}

static int grow(struct tree_links *links)
{
	size_t room = links->room * 2;
	struct met *table = calloc(room, sizeof *table);

	if (!table)
		return -1;
	for (size_t i = 0; i < links->room; i++)
		if (links->table[i].name)
			*find(table, room, links->table[i].device, links->table[i].number) = links->table[i];
	free(links->table);
	links->table = table;
	links->room = room;
	return 0;
}

const char *tree_links_meet(struct tree_links *links, const struct stat *file, const char *name)
{
	struct met *met = find(links->table, links->room, file->st_dev, file->st_ino);

	if (met->name)
		return met->name;
	if (links->count >= links->room / 2) {
		if (grow(links) < 0)
			return NULL;
		met = find(links->table, links->room, file->st_dev, file->st_ino);
	}
	*met = (struct met){ file->st_dev, file->st_ino, strdup(name) };
	links->count += met->name != NULL;
	return NULL;
}
