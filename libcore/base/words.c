/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/words.h"

void words_free(struct words *words)
{
	int kept = errno;

	free(words->all);
	free(words->lines);
	errno = kept;
}

/* What is read, and where the words are written: never past what was read. */
struct cutting {
	char *from, *to;
	const char *end;
	unsigned line;
};

/* A line end, as Unix and others write it; the bytes it takes. */
static size_t line_end(const struct cutting *cutting)
{
	if (*cutting->from == '\n')
		return 1;
	return cutting->from[0] == '\r' && cutting->from[1] == '\n' ? 2 : 0;
}

/* A line that goes on in the next: true if there was one. */
static bool join(struct cutting *cutting)
{
	size_t length;

	cutting->from++;
	length = line_end(cutting);
	if (!length) {
		cutting->from--;
		return false;
	}
	cutting->from += length;
	cutting->line++;
	return true;
}

static void pass(struct cutting *cutting)
{
	cutting->line += *cutting->from++ == '\n';
}

static void keep(struct cutting *cutting)
{
	*cutting->to++ = *cutting->from;
	pass(cutting);
}

/* After the opening one, to behind the closing one. */
static const char *read_quoted(struct cutting *cutting, char quote)
{
	while (cutting->from < cutting->end && *cutting->from != quote) {
		if (quote == '"' && *cutting->from == '\\') {
			if (join(cutting))
				continue;
			if (cutting->from[1] && strchr("\\\"$`", cutting->from[1]))
				cutting->from++;
		}
		keep(cutting);
	}
	if (cutting->from == cutting->end)
		return quote == '"' ? "a double quote is never closed" : "a single quote is never closed";
	cutting->from++;
	return NULL;
}

static const char *read_word(struct cutting *cutting)
{
	while (cutting->from < cutting->end && !strchr(" \t\r\n", *cutting->from)) {
		unsigned line = cutting->line;
		const char *problem;

		if (*cutting->from == '"' || *cutting->from == '\'') {
			problem = read_quoted(cutting, *cutting->from++);
			if (problem) {
				cutting->line = line;
				return problem;
			}
			continue;
		}
		if (*cutting->from == '\\') {
			if (join(cutting))
				continue;
			if (++cutting->from == cutting->end)
				return "nothing follows the backslash";
		}
		keep(cutting);
	}
	return NULL;
}

/* To the beginning of the next word; false at the end. */
static bool skip(struct cutting *cutting)
{
	while (cutting->from < cutting->end) {
		if (*cutting->from == '#')
			cutting->from += strcspn(cutting->from, "\n");
		else if (strchr(" \t\r\n", *cutting->from))
			pass(cutting);
		else if (*cutting->from != '\\' || !join(cutting))
			return true;
	}
	return false;
}

static const char *read_all(struct words *words, struct cutting *cutting)
{
	while (skip(cutting)) {
		const char *problem;

		if (words->count == WORDS_MOST)
			return "there are too many words";
		words->all[words->count] = cutting->to;
		words->lines[words->count++] = cutting->line;
		problem = read_word(cutting);
		if (problem)
			return problem;
		/* What ended the word may be overwritten from here on. */
		if (cutting->from < cutting->end)
			pass(cutting);
		*cutting->to++ = '\0';
	}
	return NULL;
}

const char *words_read(struct words *words, char *text, size_t length, unsigned *line)
{
	size_t room = length / 2 + 2 < WORDS_MOST + 1 ? length / 2 + 2 : WORDS_MOST + 1;
	struct cutting cutting = { .from = text, .to = text, .end = text + length, .line = 1 };
	const char *nul = memchr(text, '\0', length), *problem;

	*words = (struct words){ .all = calloc(room, sizeof *words->all), .lines = calloc(room, sizeof *words->lines) };
	if (!words->all || !words->lines)
		problem = strerror(ENOMEM);
	else if (nul)
		problem = "a NUL is in it";
	else
		problem = read_all(words, &cutting);
	while (nul && cutting.from < nul)
		pass(&cutting);
	*line = cutting.line;
	return problem;
}
