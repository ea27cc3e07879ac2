/* A setting: one line "key=value" of a file that people write. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

/* Blank lines, lines that begin with #, and white space around keys and values are theirs to use. */
struct setting {
	char *rest;               /* begin with the text, which is cut up */
	unsigned line;            /* of this one, from 1 */
	const char *key, *value;  /* a line without = has the value "" */
};

/* The next one; false at the end. */
bool setting_next(struct setting *setting);
