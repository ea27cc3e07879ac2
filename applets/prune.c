/* SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/text.h"
#include "prune.h"
#include "show/filter/label_match.h"
#include "show/size.h"
#include "when.h"

int prune_filter_check(const struct record *given, const char *command)
{
	char suffix[64];

	for (const char *text = NULL; (text = record_next(given, "filter", text));) {
		if (strchr(text, '='))
			continue;
		snprintf(suffix, sizeof suffix, "\nSee 'docker %s --help'.", command);
		fail_phase("", suffix);
		fail("invalid argument \"%s\" for \"--filter\" flag: bad format of filter (expected name=value)", text);
		fail_phase("", "");
		return -1;
	}
	return 0;
}

static int read_until(struct prune_filter *filter, const char *text)
{
	bool silent;
	uint64_t moment;
	int parsed;

	if (filter->until)
		return fail("more than one until filter specified");
	silent = fail_silently(true);
	parsed = when_parse("until", text, &moment);
	fail_silently(silent);
	if (parsed < 0)
		return fail("failed to parse value as time or duration: \"%s\"", text);
	filter->until = moment ? moment : 1;
	return 0;
}

static int read_one(struct prune_filter *filter, const char *text, const char *keys)
{
	const char *until = text_after(text, "until="), *dangling = text_after(text, "dangling=");

	if (until && strstr(keys, "until"))
		return read_until(filter, until);
	if (dangling && strstr(keys, "dangling")) {
		filter->named = filter->named || strcmp(dangling, "false") == 0 || strcmp(dangling, "0") == 0;
		return 0;
	}
	if (text_starts(text, "label=") || text_starts(text, "label!="))
		return 0;
	return fail("Invalid filter '%.*s'", (int)strcspn(text, "="), text);
}

int prune_filter_read(struct prune_filter *filter, const struct record *given, const char *keys)
{
	*filter = (struct prune_filter){ .given = given };
	for (const char *text = NULL; (text = record_next(given, "filter", text));)
		if (read_one(filter, text, keys) < 0)
			return -1;
	return 0;
}

/* As Docker: it has to have every "label", and may have some of "label!", but not all. */
static bool has_labels(const struct prune_filter *filter, const struct record *thing)
{
	bool unwanted = false, wanted = false;

	for (const char *text = NULL; (text = record_next(filter->given, "filter", text));) {
		const char *with = text_after(text, "label="), *without = text_after(text, "label!=");

		if (with && !label_match(thing, with))
			return false;
		if (without && label_match(thing, without))
			unwanted = true;
		else if (without)
			wanted = true;
	}
	return wanted || !unwanted;
}

bool prune_filter_accepts(const struct prune_filter *filter, const struct record *thing)
{
	const char *created = record_get(thing, "created");
	long long second = created ? strtoll(created, NULL, 10) : 0;

	if (filter->until && second > (long long)(filter->until / 1000000000))
		return false;
	return has_labels(filter, thing);
}

void prune_report(unsigned long long reclaimed)
{
	char size[SIZE_LENGTH];

	printf("Total reclaimed space: %s\n", size_of_precisely(reclaimed, size));
}
