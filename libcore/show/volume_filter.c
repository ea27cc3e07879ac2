/* SPDX-License-Identifier: MIT */
#include <regex.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/text.h"
#include "show/label_match.h"
#include "show/volume_filter.h"

static bool matches(const char *name, const char *pattern)
{
	regex_t expression;
	bool result;

	if (regcomp(&expression, pattern, REG_EXTENDED | REG_NOSUB) != 0)
		return false;
	result = regexec(&expression, name, 0, NULL, 0) == 0;
	regfree(&expression);
	return result;
}

/* As Docker, which takes four of Go's twelve words here. */
static int read_dangling(const char *value)
{
	if (strcmp(value, "1") == 0 || strcmp(value, "true") == 0)
		return 1;
	return strcmp(value, "0") == 0 || strcmp(value, "false") == 0 ? 0 : -1;
}

static int check(const char *text)
{
	static const char *const keys[] = { "label", "dangling", "driver", "name" };
	const char *dangling = text_after(text, "dangling=");
	size_t length = strcspn(text, "=");

	for (int i = 0; i < 4; i++)
		if (strlen(keys[i]) == length && strncmp(text, keys[i], length) == 0)
			return dangling && read_dangling(dangling) < 0
			       ? fail("Invalid filter 'dangling=[%s]'", dangling) : 0;
	return fail("Invalid filter '%.*s'", (int)length, text);
}

int volume_filter_check(const struct record *given)
{
	for (const char *text = NULL; (text = record_next(given, "filter", text));) {
		if (strchr(text, '='))
			continue;
		fail_phase("", "\nSee 'docker volume ls --help'.");
		fail("invalid argument \"%s\" for \"-f, --filter\" flag: bad format of filter (expected name=value)",
		     text);
		return 1;
	}
	for (const char *text = NULL; (text = record_next(given, "filter", text));)
		if (check(text) < 0)
			return -1;
	return 0;
}

/* Every label is to be there; of the other filters one value of each. */
bool volume_filter_accepts(const struct record *given, const struct record *volume, bool used)
{
	bool named = false, name_met = false, driven = false, driver_met = false;
	const char *value;

	for (const char *text = NULL; (text = record_next(given, "filter", text));) {
		if ((value = text_after(text, "label=")) && !label_match(volume, value))
			return false;
		if ((value = text_after(text, "dangling=")) && read_dangling(value) == used)
			return false;
		if ((value = text_after(text, "name="))) {
			named = true;
			name_met = name_met || matches(record_get(volume, "name"), value);
		}
		if ((value = text_after(text, "driver="))) {
			driven = true;
			driver_met = driver_met || strcmp(value, "local") == 0;
		}
	}
	return named <= name_met && driven <= driver_met;
}

bool volume_filter_asks_use(const struct record *given)
{
	for (const char *text = NULL; (text = record_next(given, "filter", text));)
		if (text_starts(text, "dangling="))
			return true;
	return false;
}
