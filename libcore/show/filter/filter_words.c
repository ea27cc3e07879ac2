/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/auto.h"
#include "base/fail.h"
#include "show/filter/filter_words.h"

static char *trim(char *text)
{
	text += strspn(text, " \t\n");
	for (char *end = text + strlen(text); end > text && isspace((unsigned char)end[-1]);)
		*--end = '\0';
	return text;
}

static bool has(const char *(*known)(int index), const char *key)
{
	const char *each;

	for (int i = 0; (each = known(i)); i++)
		if (strcmp(each, key) == 0)
			return true;
	return false;
}

static int read_one(struct record *wanted, const char *text, const char *(*known)(int index))
{
	autofree char *copy = strdup(text);
	char *key, *value;

	if (!copy)
		return fail("read a filter: %m");
	value = strchr(copy, '=');
	*value++ = '\0';
	value = trim(value);
	key = trim(copy);
	for (char *letter = key; *letter; letter++)
		*letter = (char)tolower((unsigned char)*letter);
	if (known && !has(known, key))
		return fail("Invalid filter '%s'", key);
	return *key && record_add(wanted, key, value) < 0 ? fail("read a filter: %m") : 0;
}

int filter_words_read(struct record *wanted, const struct record *given, const char *command,
		      const char *(*known)(int index))
{
	char suffix[64];
	const char *text;

	for (text = NULL; (text = record_next(given, "filter", text));) {
		if (!*text || strchr(text, '='))
			continue;
		snprintf(suffix, sizeof suffix, "\nSee 'docker %s --help'.", command);
		fail_phase("", suffix);
		fail("invalid argument \"%s\" for \"-f, --filter\" flag: bad format of filter (expected name=value)",
		     text);
		fail_phase("", "");
		return 1;
	}
	for (text = NULL; (text = record_next(given, "filter", text));)
		if (*text && read_one(wanted, text, known) < 0)
			return -1;
	return 0;
}
