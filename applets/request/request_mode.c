/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "request/request_mode.h"

enum { RIGHTS, LABEL, PROPAGATION, CONSISTENCY, COPY, KINDS };

/* Of each kind there may be one. */
static const struct { const char *word; int kind; } words[] = {
	{ "ro", RIGHTS }, { "rw", RIGHTS }, { "z", LABEL }, { "Z", LABEL }, { "nocopy", COPY },
	{ "private", PROPAGATION }, { "rprivate", PROPAGATION }, { "slave", PROPAGATION },
	{ "rslave", PROPAGATION }, { "shared", PROPAGATION }, { "rshared", PROPAGATION },
	{ "consistent", CONSISTENCY }, { "cached", CONSISTENCY }, { "delegated", CONSISTENCY },
};
enum { WORDS = sizeof words / sizeof words[0] };

static int find(const char *text, size_t length)
{
	for (int i = 0; i < WORDS; i++)
		if (strlen(words[i].word) == length && strncmp(words[i].word, text, length) == 0)
			return i;
	return -1;
}

int request_mode_read(struct request_mode *how, const char *mode)
{
	bool seen[KINDS] = { false };

	*how = (struct request_mode){ .propagation = "" };
	if (!*mode)
		return 0;
	for (;;) {
		size_t length = strcspn(mode, ",");
		int found = find(mode, length);

		if (found < 0 || seen[words[found].kind])
			return -1;
		seen[words[found].kind] = true;
		how->read_only |= strcmp(words[found].word, "ro") == 0;
		how->no_copy |= words[found].kind == COPY;
		if (words[found].kind == PROPAGATION)
			how->propagation = words[found].word;
		if (!mode[length])
			return 0;
		mode += length + 1;
	}
}

bool request_mode_is_one(const char *text)
{
	struct request_mode how;

	return request_mode_read(&how, text) == 0;
}
