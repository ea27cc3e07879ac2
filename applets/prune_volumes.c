/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "base/auto.h"
#include "base/fail.h"
#include "prune.h"
#include "show/container_size.h"
#include "store/volume_users.h"
#include "store/volumes.h"

struct search {
	const struct prune_filter *filter;
	struct record found;
};

/* Those that go are only noted: the directory that they are in is being read. */
static int note(const char *name, void *context)
{
	struct search *search = context;
	struct record volume autorecord = { 0 }, users autorecord = { 0 };

	if (volumes_load(&volume, name) < 0 || volume_users_find(name, &users) < 0)
		return -1;
	if (record_get(&users, "id") || !prune_filter_accepts(search->filter, &volume))
		return 0;
	return record_add(&search->found, "name", name) < 0 ? fail("prune the volumes: %m") : 0;
}

static int remove_all(const struct record *found, unsigned long long *reclaimed)
{
	const char *first = record_get(found, "name");

	for (const char *name = NULL; (name = record_next(found, "name", name));) {
		autoclose int data = volumes_open(name);

		*reclaimed += data < 0 ? 0 : container_size_below(data, ".");
		if (volumes_delete(name) < 0)
			return -1;
		printf("%s%s\n", name == first ? "Deleted Volumes:\n" : "", name);
	}
	if (first)
		puts("");
	return 0;
}

int prune_volumes(const struct prune_filter *filter, unsigned long long *reclaimed)
{
	struct search search = { .filter = filter };
	autoclose int lock = volumes_lock();
	int result = lock < 0 || volumes_each(note, &search) < 0 ? -1 : remove_all(&search.found, reclaimed);

	record_free(&search.found);
	return result;
}
