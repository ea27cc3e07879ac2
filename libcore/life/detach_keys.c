/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/fail.h"
#include "base/text.h"
#include "life/detach_keys.h"
#include "store/configuration.h"

/* The byte that a key sends, -1 if `name` is no key: one character, or ctrl- and one of these. */
static int byte_of(const char *name, size_t length)
{
	static const char controls[] = "@abcdefghijklmnopqrstuvwxyz[\\]^_";
	const char *control = strchr(controls, name[length - 1]);

	if (length == 1)
		return (unsigned char)*name;
	if (length != 6 || !control || !text_starts(name, "ctrl-"))
		return -1;
	return (int)(control - controls);
}

int detach_keys_parse(struct detach_keys *keys, const char *text)
{
	const char *rest;

	text = text ? text : configuration("detach-keys", "ctrl-p,ctrl-q");
	rest = text;
	*keys = (struct detach_keys){ 0 };
	while (*rest) {
		size_t length = strcspn(rest, ",");
		int byte = length ? byte_of(rest, length) : -1;

		if (byte < 0 || keys->length == DETACH_KEYS_MOST || (rest[length] && !rest[length + 1]))
			return fail("Invalid detach keys (%s) provided", text);
		keys->keys[keys->length++] = (char)byte;
		rest += length + (rest[length] == ',');
	}
	return 0;
}

bool detach_keys_filter(struct detach_keys *keys, const char *typed, size_t length, char *passed, size_t *count)
{
	*count = 0;
	for (size_t i = 0; i < length; i++) {
		if (keys->matched && typed[i] != keys->keys[keys->matched]) {
			memcpy(passed + *count, keys->keys, keys->matched);
			*count += keys->matched;
			keys->matched = 0;
		}
		if (!keys->length || typed[i] != keys->keys[keys->matched])
			passed[(*count)++] = typed[i];
		else if (++keys->matched == keys->length)
			return true;
	}
	return false;
}
