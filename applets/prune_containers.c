/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/stream.h"
#include "base/text.h"
#include "life/container.h"
#include "prune.h"
#include "show/container_size.h"
#include "show/list.h"
#include "show/row.h"
#include "store/container_record.h"

struct search {
	const struct prune_filter *filter;
	struct list list;
};

static int note(const char *id, void *context)
{
	struct search *search = context;
	autorow struct row row = { 0 };
	int gone = row_load(&row, id);

	if (gone || row_is_up(&row) || !prune_filter_accepts(search->filter, &row.container))
		return gone < 0 ? -1 : 0;
	list_add(&search->list, row_created(&row));
	fprintf(search->list.rows, "%s\n", id);
	list_end(&search->list);
	return 0;
}

/* Their ids, one a line, the youngest first; NULL said. */
static char *find(const struct prune_filter *filter)
{
	struct search search = { .filter = filter };
	char *ids = NULL;
	size_t length;
	FILE *out;

	if (list_open(&search.list) < 0)
		return NULL;
	out = container_record_each(note, &search) ? NULL : stream_open(&ids, &length);
	if (!out || list_write(&search.list, -1, out) < 0 || stream_close(out) < 0) {
		fail("prune the containers: %m");
		return NULL;
	}
	return ids;
}

/* One that was started or removed meanwhile is passed over. */
static int remove_one(const char *id, unsigned long long *bytes)
{
	struct record container autorecord = { 0 };
	bool silent = fail_silently(true);
	int result = container_record_load(&container, id);

	if (result == 0) {
		*bytes = container_size_of(&container).written;
		result = container_remove(id, false, false);
	}
	fail_silently(silent);
	return result;
}

int prune_containers(const struct prune_filter *filter, unsigned long long *reclaimed)
{
	autofree char *ids = find(filter);
	char *rest = ids;
	unsigned count = 0;

	if (!ids)
		return -1;
	for (char *id; (id = text_cut(&rest, '\n'));) {
		unsigned long long bytes = 0;

		if (!*id || remove_one(id, &bytes) < 0)
			continue;
		*reclaimed += bytes;
		printf("%s%s\n", count++ ? "" : "Deleted Containers:\n", id);
	}
	if (count)
		puts("");
	return 0;
}
