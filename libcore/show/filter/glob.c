/* SPDX-License-Identifier: MIT */
#include <stddef.h>

#include "show/filter/glob.h"

/* "[a-z]", "[^a-z]": what follows it, and whether it has the byte; NULL if it doesn't end. */
static const char *read_class(const char *at, char byte, bool *has)
{
	bool opposite = at[1] == '^';

	*has = false;
	for (at += 1 + opposite; *at && *at != ']'; at++) {
		char from = *(at += *at == '\\' && at[1]), to = from;

		if (at[1] == '-' && at[2]) {
			at += 2;
			to = *(at += *at == '\\' && at[1]);
		}
		*has |= byte >= from && byte <= to;
	}
	*has ^= opposite;
	return *at ? at + 1 : NULL;
}

/* Go on behind what takes the byte, if it does. */
static bool takes(const char **pattern, char byte)
{
	const char *at = *pattern;
	bool has = byte != '/';

	if (*at == '[') {
		at = read_class(at, byte, &has);
	} else if (*at++ != '?') {
		at += at[-1] == '\\' && *at;
		has = byte == at[-1];
	}
	if (at && has)
		*pattern = at;
	return at && has;
}

/* Where it goes wrong, the last star takes one more: that any before it took more would not help. */
bool glob_matches(const char *pattern, const char *text)
{
	const char *star = NULL, *from = NULL;

	while (*pattern || *text) {
		if (*pattern == '*') {
			star = ++pattern;
			from = text;
		} else if (*pattern && *text && takes(&pattern, *text)) {
			text++;
		} else if (star && *from && *from != '/') {
			pattern = star;
			text = ++from;
		} else {
			return false;
		}
	}
	return true;
}
