/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/fail.h"
#include "show/filter/expression.h"
#include "show/filter/filter_words.h"
#include "show/filter/label_match.h"
#include "show/filter/volume_filter.h"

/* As Docker, which takes four of Go's twelve words here. */
static int read_dangling(const char *value)
{
	if (strcmp(value, "1") == 0 || strcmp(value, "true") == 0)
		return 1;
	return strcmp(value, "0") == 0 || strcmp(value, "false") == 0 ? 0 : -1;
}

static const char *known(int index)
{
	static const char *const keys[] = { "label", "dangling", "driver", "name", NULL };

	return keys[index];
}

int volume_filter_read(struct record *wanted, const struct record *given)
{
	int result = filter_words_read(wanted, given, "volume ls", known);

	for (const char *value = NULL; !result && (value = record_next(wanted, "dangling", value));)
		if (read_dangling(value) < 0)
			result = fail("Invalid filter 'dangling=[%s]'", value);
	return result;
}

/* Every label is to be there; of the other filters one value of each. */
bool volume_filter_accepts(const struct record *wanted, const struct record *volume, bool used)
{
	bool named = false;
	const char *value;

	for (value = NULL; (value = record_next(wanted, "label", value));)
		if (!label_match(volume, value))
			return false;
	for (value = NULL; (value = record_next(wanted, "dangling", value));)
		if (read_dangling(value) == used)
			return false;
	for (value = NULL; !named && (value = record_next(wanted, "name", value));)
		named = expression_matches(value, record_get(volume, "name"));
	return (named || !record_get(wanted, "name"))
	       && (!record_get(wanted, "driver") || record_has(wanted, "driver", "local"));
}
