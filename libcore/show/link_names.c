/* SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/limits.h"
#include "base/text.h"
#include "show/link_names.h"
#include "store/container_record.h"
#include "store/leases.h"
#include "store/names.h"

/* The names, each ended by NUL. */
struct found {
	const char *lease;
	FILE *names;
	int count;
};

static int add_consumer(int consumers, const char *id, void *context)
{
	struct found *found = context;
	autorecord struct record consumer = { 0 };
	char name[NAME_LENGTH + 1];
	bool silent = fail_silently(true);
	int result = container_record_load(&consumer, id);

	(void)consumers;
	if (result == 0)
		names_of(id, name);
	fail_silently(silent);
	if (result < 0)   /* it has gone meanwhile */
		return 0;
	for (const char *link = NULL; (link = record_next(&consumer, "link", link));) {
		const char *alias = text_after(link, found->lease);

		if (!alias || *alias++ != ' ')
			continue;
		fprintf(found->names, "%s/%.*s%c", name, (int)strcspn(alias, " "), alias, '\0');
		found->count++;
	}
	return 0;
}

static int compare(const void *one, const void *other)
{
	return strcmp(*(const char *const *)one, *(const char *const *)other);
}

static int write_sorted(FILE *out, const char *names, int count, const char *separator)
{
	autofree const char **sorted = calloc((size_t)count, sizeof *sorted);

	if (!sorted)
		return fail("list names: %m");
	for (int i = 0; i < count; i++, names += strlen(names) + 1)
		sorted[i] = names;
	qsort(sorted, (size_t)count, sizeof *sorted, compare);
	for (int i = 0; i < count; i++)
		fprintf(out, "%s%s", i ? separator : "", sorted[i]);
	return 0;
}

int link_names_write(FILE *out, const char *own, const char *lease, const char *separator)
{
	autofree char *names = NULL;
	size_t length;
	struct found found = { lease, open_memstream(&names, &length), 1 };

	if (!found.names)
		return fail("list names: %m");
	fprintf(found.names, "%s%c", own, '\0');
	lease_each_consumer(lease, add_consumer, &found);
	fclose(found.names);
	return write_sorted(out, names, found.count, separator);
}
