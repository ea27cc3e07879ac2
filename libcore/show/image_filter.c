/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <errno.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/limits.h"
#include "show/image_filter.h"
#include "store/images.h"
#include "store/reference.h"

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

static bool is_known(const char *key)
{
	const char *known;

	for (int i = 0; (known = image_filter_key(i)); i++)
		if (strcmp(known, key) == 0)
			return true;
	return false;
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

static char *trim(char *text)
{
	char *end;

	text += strspn(text, " \t\n");
	for (end = text + strlen(text); end > text && isspace((unsigned char)end[-1]); end--)
		end[-1] = '\0';
	return text;
}

/* "key=value" with the key in lower case and without blanks around either. */
static int read_one(struct image_filter *filter, const char *text)
{
	autofree char *copy = strdup(text);
	char *key, *value;

	if (!copy)
		return fail("read a filter: %m");
	value = strchr(copy, '=');
	*value++ = '\0';
	value = trim(value);
	key = trim(copy);
	for (char *at = key; *at; at++)
		*at = (char)tolower((unsigned char)*at);
	if (!is_known(key))
		return fail("Invalid filter '%s'", key);
	if (check_value(filter, key, value) < 0)
		return -1;
	return record_add(&filter->wanted, key, value) < 0 ? fail("read a filter: %m") : 0;
}

int image_filter_read(struct image_filter *filter, const struct record *given, const char *pattern)
{
	const char *text;

	for (text = NULL; (text = record_next(given, "filter", text));) {
		if (!*text || strchr(text, '='))
			continue;
		fail_phase("", "\nSee 'docker images --help'.");
		fail("invalid argument \"%s\" for \"-f, --filter\" flag: bad format of filter "
		     "(expected name=value)", text);
		return 1;
	}
	for (text = NULL; (text = record_next(given, "filter", text));)
		if (*text && read_one(filter, text) < 0)
			return -1;
	if (!pattern)
		return 0;
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
		if (fnmatch(pattern, tagged, FNM_PATHNAME) == 0 || fnmatch(pattern, name, FNM_PATHNAME) == 0)
			return true;
	return false;
}

static bool has_label(const struct record *image, const char *wanted)
{
	size_t length = strcspn(wanted, "=");

	for (const char *label = NULL; (label = record_next(image, "label", label));) {
		const char *value = label + strcspn(label, "=");

		if ((size_t)(value - label) == length && memcmp(label, wanted, length) == 0
		    && (!wanted[length] || strcmp(*value ? value + 1 : "", wanted + length + 1) == 0))
			return true;
	}
	return false;
}

/* Times of records, "<seconds>.<fraction>": less than 0, 0 or more, as strcmp. */
static int compare_times(const char *one, const char *other)
{
	long long first = strtoll(one, NULL, 10), second = strtoll(other, NULL, 10);

	if (first != second)
		return first < second ? -1 : 1;
	return strcmp(one + strcspn(one, "."), other + strcspn(other, "."));
}

bool image_filter_accepts(const struct image_filter *filter, const struct record *image, const char *tagged)
{
	const char *created = record_get(image, "created"), *dangling = record_get(&filter->wanted, "dangling");

	created = created ? created : "0";
	if ((filter->before && compare_times(created, filter->before) >= 0)
	    || (filter->since && compare_times(created, filter->since) <= 0))
		return false;
	if (dangling && record_has(&filter->wanted, "dangling", "true") != !tagged)
		return false;
	if (record_get(&filter->wanted, "reference") && !has_reference(filter, tagged))
		return false;
	for (const char *label = NULL; (label = record_next(&filter->wanted, "label", label));)
		if (!has_label(image, label))
			return false;
	return true;
}
