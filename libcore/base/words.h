/* Words: what a shell would make of a text's quotes, without ever expanding anything. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stddef.h>

/* Words stand between blanks and line ends. 'single quotes' keep all that is in them; "double quotes"
 * too, but for a backslash before one of \ " $ ` and before a line end; elsewhere a backslash keeps the
 * next byte. A backslash and a line end are nothing. # at the beginning of a word starts a comment. */
struct words {
	char **all;          /* ended by NULL; point into the text */
	unsigned *lines;     /* on which each begins, from 1 */
	int count;
};
#define autowords __attribute__((cleanup(words_free)))
void words_free(struct words *words);

/* Cut the text, which has a NUL behind its last byte, into its words; it has to outlive them. NULL, or
 * what is wrong with it, and the line on which. */
const char *words_read(struct words *words, char *text, size_t length, unsigned *line);
