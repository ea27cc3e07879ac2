/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/stream.h"
#include "store/image/image_word.h"

char *image_word_cut(char **rest)
{
	char *from = *rest + strspn(*rest, IMAGE_WORD_SPACE), *word = from, quote = '\0';

	if (!*from)
		return NULL;
	for (; *from && (quote || !strchr(IMAGE_WORD_SPACE, *from)); from++) {
		if (*from == '\\' && from[1] && quote != '\'')
			from++;
		else if (quote ? *from == quote : *from == '"' || *from == '\'')
			quote = quote ? '\0' : *from;
	}
	*rest = from + (*from != '\0');
	*from = '\0';
	return word;
}

/* The value of a variable; NULL if the image has none of that name. */
static const char *value_of(const struct record *image, const char *name, size_t length)
{
	for (const char *each = NULL; (each = record_next(image, "env", each));)
		if (strncmp(each, name, length) == 0 && each[length] == '=')
			return each + length + 1;
	return NULL;
}

static size_t name_length(const char *text)
{
	size_t length = 0;

	while (isalnum((unsigned char)text[length]) || text[length] == '_')
		length++;
	return isdigit((unsigned char)*text) ? 1 : length;
}

/* "{NAME}" or "{NAME:-WORD}", behind the dollar. Returns what follows it, NULL said. */
static const char *expand_braced(const struct record *image, const char *text, FILE *out)
{
	size_t length = name_length(text + 1), end = strcspn(text, "}");
	const char *rest = text + 1 + length, *value = value_of(image, text + 1, length);
	bool otherwise = strncmp(rest, ":-", 2) == 0, instead = strncmp(rest, ":+", 2) == 0;

	if (!text[end] || !length || (*rest != '}' && !otherwise && !instead)) {
		fail("failed to process \"$%s\": bad substitution", text);
		return NULL;
	}
	if ((otherwise && (!value || !*value)) || (instead && value && *value))
		fprintf(out, "%.*s", (int)(text + end - rest) - 2, rest + 2);
	else if (value && !instead)
		fputs(value, out);
	return text + end + 1;
}

static const char *expand_variable(const struct record *image, const char *text, FILE *out)
{
	size_t length = name_length(text);
	const char *value = value_of(image, text, length);

	if (*text == '{')
		return expand_braced(image, text, out);
	if (!length)
		putc('$', out);
	else if (value)
		fputs(value, out);
	return text + length;
}

/* One character, or what one character begins. In double quotes a backslash counts only before what
 * would mean something else. Returns what follows it, NULL said. */
static const char *expand_some(const struct record *image, const char *text, bool quoted, FILE *out)
{
	if (*text == '$')
		return expand_variable(image, text + 1, out);
	if (*text == '\\' && text[1] && (!quoted || strchr("\"$\\", text[1])))
		text++;
	putc(*text, out);
	return text + 1;
}

static const char *expand_quoted(const struct record *image, const char *text, FILE *out)
{
	const char *from = text + 1, *whole = text;
	char quote = *text;

	while (from && *from && *from != quote) {
		if (quote == '\'')
			putc(*from++, out);
		else
			from = expand_some(image, from, true, out);
	}
	if (from && *from)
		return from + 1;
	if (from)
		fail("failed to process \"%s%s\": unexpected end of statement while looking for matching %s-quote",
		     quote == '"' ? "\\" : "", whole, quote == '"' ? "double" : "single");
	return NULL;
}

char *image_word_expand(const struct record *image, const char *word)
{
	char *text = NULL;
	size_t length;
	FILE *out = stream_open(&text, &length);

	if (!out) {
		fail("change the image: %m");
		return NULL;
	}
	while (word && *word)
		word = *word == '"' || *word == '\'' ? expand_quoted(image, word, out)
						     : expand_some(image, word, false, out);
	if (stream_close(out) == 0 && word)
		return text;
	if (word)
		fail("change the image: %m");
	free(text);
	return NULL;
}

int image_word_array(struct record *record, const char *key, const char *text)
{
	cJSON *array = *text == '[' ? cJSON_Parse(text) : NULL;
	const cJSON *item;
	int added = cJSON_IsArray(array);

	cJSON_ArrayForEach(item, array) {
		if (added > 0 && !cJSON_IsString(item))
			added = fail("when using JSON array syntax, arrays must be comprised of strings only");
		if (added > 0 && record_add(record, key, item->valuestring) < 0)
			added = fail("change the image: %m");
	}
	cJSON_Delete(array);
	return added;
}
