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

bool glob_matches(const char *pattern, const char *text)
{
	bool has;

	for (; *pattern; text++) {
		if (*pattern == '*') {
			for (pattern++; *text && *text != '/'; text++)
				if (glob_matches(pattern, text))
					return true;
			return glob_matches(pattern, text);
		}
		if (!*text)
			return false;
		if (*pattern == '[') {
			pattern = read_class(pattern, *text, &has);
			if (!pattern || !has)
				return false;
			continue;
		}
		if (*pattern == '?' ? *text == '/' : *(pattern += *pattern == '\\' && pattern[1]) != *text)
			return false;
		pattern++;
	}
	return !*text;
}
