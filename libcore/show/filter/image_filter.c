/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/limits.h"
#include "show/filter/filter_words.h"
#include "show/age.h"
#include "show/filter/glob.h"
#include "show/filter/image_filter.h"
#include "show/filter/label_match.h"
#include "store/image/images.h"
#include "store/image/reference.h"

void image_filter_free(struct image_filter *filter)
{
	int kept = errno;

	record_free(&filter->wanted);
	free(filter->before);
	free(filter->since);
	errno = kept;
}

const char *image_filter_key(int index)
{
	static const char *const keys[] = { "before", "dangling", "label", "reference", "since", NULL };

	return keys[index];
}

/* When the image that `before` or `since` names was made. */
static int read_time(char **time, const char *reference)
{
	autorecord struct record image = { 0 };
	char id[ID_LENGTH + 1], stored[REFERENCE_LENGTH + 1];
	const char *created;

	if (!*reference)
		return fail("%s", reference_problem(reference));
	if (images_find(reference, id) < 0)
		return fail("No such image: %s", reference_normalise(reference, stored) < 0 ? reference : stored);
	if (images_load(&image, id) < 0)
		return -1;
	created = record_get(&image, "created");
	free(*time);
	*time = strdup(created ? created : "0");
	return *time ? 0 : fail("read a filter: %m");
}

/* What Go's path.Match takes for a pattern: brackets are closed and not empty, and nothing is escaped
 * at the end. */
static bool is_pattern(const char *text)
{
	bool inside = false;

	for (; *text; text++) {
		if (*text == '\\' && !*++text)
			return false;
		if (inside && *text == ']')
			inside = false;
		else if (!inside && *text == '[') {
			inside = true;
			text += text[1] == '^';
			if (text[1] == ']')
				return false;
		}
	}
	return !inside;
}

static int check_value(struct image_filter *filter, const char *key, const char *value)
{
	if (strcmp(key, "before") == 0)
		return read_time(&filter->before, value);
	if (strcmp(key, "since") == 0)
		return read_time(&filter->since, value);
	if (strcmp(key, "dangling") == 0 && strcmp(value, "true") != 0 && strcmp(value, "false") != 0)
		return fail("Invalid filter 'dangling=[%s]'", value);
	if (strcmp(key, "reference") == 0 && !is_pattern(value))
		return fail("syntax error in pattern");
	return 0;
}

int image_filter_read(struct image_filter *filter, const struct record *given, const char *pattern)
{
	int result = filter_words_read(&filter->wanted, given, "images", image_filter_key);
	const char *key;

	for (int i = 0; !result && (key = image_filter_key(i)); i++)
		for (const char *value = NULL; !result && (value = record_next(&filter->wanted, key, value));)
			result = check_value(filter, key, value);
	if (result || !pattern)
		return result;
	if (check_value(filter, "reference", pattern) < 0)
		return -1;
	return record_add(&filter->wanted, "reference", pattern) < 0 ? fail("read a filter: %m") : 0;
}

/* A shell's pattern for the name, with or without its tag. */
static bool has_reference(const struct image_filter *filter, const char *tagged)
{
	char name[REFERENCE_LENGTH + 1];

	if (!tagged)
		return false;
	snprintf(name, sizeof name, "%s", tagged);
	reference_cut_tag(name);
	for (const char *pattern = NULL; (pattern = record_next(&filter->wanted, "reference", pattern));)
		if (glob_matches(pattern, tagged) || glob_matches(pattern, name))
			return true;
	return false;
}

bool image_filter_accepts(const struct image_filter *filter, const struct record *image, const char *tagged)
{
	const char *created = record_get(image, "created"), *dangling = record_get(&filter->wanted, "dangling");

	created = created ? created : "0";
	if ((filter->before && age_compare(created, filter->before) >= 0)
	    || (filter->since && age_compare(created, filter->since) <= 0))
		return false;
	if (dangling && record_has(&filter->wanted, "dangling", "true") != !tagged)
		return false;
	if (record_get(&filter->wanted, "reference") && !has_reference(filter, tagged))
		return false;
	for (const char *label = NULL; (label = record_next(&filter->wanted, "label", label));)
		if (!label_match(image, label))
			return false;
	return true;
}
