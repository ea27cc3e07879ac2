/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/text.h"
#include "show/age.h"
#include "show/filter/filter.h"
#include "show/filter/filter_match.h"
#include "show/filter/filter_words.h"
#include "show/row.h"
#include "store/container_record.h"
#include "store/names.h"
#include "store/port.h"

void filter_free(struct filter *filter)
{
	int kept = errno;

	record_free(&filter->wanted);
	free(filter->before);
	free(filter->since);
	errno = kept;
}

/* When the container that `before` or `since` names was made. */
static int read_time(char **time, const char *reference)
{
	autorecord struct record container = { 0 };
	char id[ID_LENGTH + 1];
	const char *created;
	bool was = fail_silently(true), found = names_find(reference, id) == 0;

	fail_silently(was);
	if (!found)
		return fail("no such container %s", reference);
	if (container_record_load(&container, id) < 0)
		return -1;
	created = record_get(&container, "created");
	free(*time);
	*time = strdup(created ? created : "");
	return *time ? 0 : fail("read a filter: %m");
}

/* The words that --expose has for a bad port, after the filter's own. */
static int check_port(const char *key, const char *value)
{
	bool silent = fail_silently(true);
	struct port_range range;
	int result = port_parse_exposure(value, &range);
	const char *reason = strstr(fail_text(), ", error: ");
	char text[FAILURE_LENGTH];

	fail_silently(silent);
	if (result == 0)
		return 0;
	snprintf(text, sizeof text, "%s", reason ? reason + strlen(", error: ") : fail_text());
	return fail("error while looking up for %s %s: %s", key, value, text);
}

static bool is_one_of(const char *value, const char *const *known)
{
	while (*known && strcmp(*known, value) != 0)
		known++;
	return *known != NULL;
}

static int check_value(struct filter *filter, const char *key, const char *value)
{
	static const char *const states[] = { "created", "restarting", "running", "removing", "paused",
	                                      "exited", "dead", NULL };
	static const char *const healths[] = { "starting", "healthy", "unhealthy", "none", NULL };
	bool truth;
	char *end;

	if (strcmp(key, "before") == 0)
		return read_time(&filter->before, value);
	if (strcmp(key, "since") == 0)
		return read_time(&filter->since, value);
	if (strcmp(key, "exited") == 0) {
		strtol(value, &end, 10);
		return *value && !*end ? 0 : fail("strconv.Atoi: parsing \"%s\": invalid syntax", value);
	}
	if (strcmp(key, "expose") == 0 || strcmp(key, "publish") == 0)
		return check_port(key, value);
	if (strcmp(key, "health") == 0)
		return is_one_of(value, healths) ? 0 : fail("Unrecognised filter value for health: %s", value);
	if (strcmp(key, "is-task") == 0)
		return text_bool(value, &truth) == 0 ? 0 : fail("Invalid filter 'is-task=[%s]'", value);
	if (strcmp(key, "status") != 0)
		return 0;
	return is_one_of(value, states) ? 0 : fail("Invalid filter 'status=%s'", value);
}

int filter_read(struct filter *filter, const struct record *given)
{
	int result = filter_words_read(&filter->wanted, given, "ps", filter_match_key);
	const char *key;

	for (int i = 0; !result && (key = filter_match_key(i)); i++)
		for (const char *value = NULL; !result && (value = record_next(&filter->wanted, key, value));)
			result = check_value(filter, key, value);
	return result;
}

bool filter_wants_all(const struct filter *filter)
{
	return record_get(&filter->wanted, "status") != NULL;
}

bool filter_wants_names(const struct filter *filter)
{
	return record_get(&filter->wanted, "name") != NULL;
}

bool filter_wants_name(const struct filter *filter, const char *name)
{
	for (const char *value = NULL; (value = record_next(&filter->wanted, "name", value));)
		if (filter_match_name(name, value))
			return true;
	return false;
}

bool filter_accepts(const struct filter *filter, const struct row *row)
{
	const char *key;

	if ((filter->before && age_compare(row_created(row), filter->before) >= 0)
	    || (filter->since && age_compare(row_created(row), filter->since) <= 0))
		return false;
	for (int i = 0; (key = filter_match_key(i)); i++) {
		const char *value = record_get(&filter->wanted, key);
		bool all = strcmp(key, "label") == 0, accepted = !value || all;

		/* Of several labels every one is wanted, of several other values any. */
		for (; value && accepted == all; value = record_next(&filter->wanted, key, value))
			accepted = filter_match(row, i, value);
		if (!accepted)
			return false;
	}
	return true;
}
