/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <cjson/cJSON.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/text.h"
#include "store/image_change.h"
#include "store/port.h"

#define SPACE " \t\n\r\v\f"

/* Cut the next word off `*rest`: up to a separator that is neither quoted nor behind a backslash;
 * quotes and backslashes are taken away. NULL at the end. */
static char *cut_word(char **rest, const char *separators)
{
	char *from = *rest + strspn(*rest, SPACE), *word = from, *to = from, quote = '\0';

	if (!*from)
		return NULL;
	for (; *from && (quote || !strchr(separators, *from)); from++) {
		if (quote ? *from == quote : *from == '"' || *from == '\'') {
			quote = quote ? '\0' : *from;
			continue;
		}
		if (*from == '\\' && from[1] && quote != '\'')
			from++;
		*to++ = *from;
	}
	*rest = from + (*from != '\0');
	*to = '\0';
	return word;
}

/* Add the strings of `["a", "b"]`: 1, 0 if the text is no such array, -1 said. */
static int add_json(struct record *image, const char *key, const char *text)
{
	cJSON *array = *text == '[' ? cJSON_Parse(text) : NULL;
	const cJSON *item;
	int added = cJSON_IsArray(array);

	cJSON_ArrayForEach(item, array)
		if (!cJSON_IsString(item))
			added = 0;
	cJSON_ArrayForEach(item, array)
		if (added > 0 && record_add(image, key, item->valuestring) < 0)
			added = fail("change %s: %m", key);
	cJSON_Delete(array);
	return added;
}

/* CMD and ENTRYPOINT: an array of words, else a line for the shell. */
static int change_words(struct record *image, const char *key, char *text)
{
	int added;

	record_drop(image, key);
	added = add_json(image, key, text);
	if (added)
		return added < 0 ? -1 : 0;
	if (record_add(image, key, "/bin/sh") < 0 || record_add(image, key, "-c") < 0
	    || record_add(image, key, text) < 0)
		return fail("change %s: %m", key);
	return 0;
}

/* Put "name=value" in the place of what the list says about that name. */
static int put(struct record *image, const char *key, const char *name, const char *value)
{
	autorecord struct record kept = { 0 };
	size_t length = strlen(name);

	for (const char *each = NULL; (each = record_next(image, key, each));)
		if ((strncmp(each, name, length) != 0 || each[length] != '=') && record_add(&kept, key, each) < 0)
			return fail("change %s: %m", key);
	record_drop(image, key);
	if (record_copy(image, &kept, key) < 0 || record_addf(image, key, "%s=%s", name, value) < 0)
		return fail("change %s: %m", key);
	return 0;
}

/* ENV and LABEL: "name=value name=value", or the older "name the value". */
static int change_pairs(struct record *image, const char *key, char *text)
{
	char *rest = text, *word = cut_word(&rest, SPACE), *equals;

	if (word && !strchr(word, '=')) {
		char *value = cut_word(&rest, "");

		if (!value)
			return fail("%s must have two arguments", strcmp(key, "env") ? "LABEL" : "ENV");
		return put(image, key, word, value);
	}
	for (; word; word = cut_word(&rest, SPACE)) {
		equals = strchr(word, '=');
		if (!equals)
			return fail("Syntax error - can't find = in \"%s\". Must be of the form: name=value", word);
		if (equals == word)
			return fail("%s names can not be blank", strcmp(key, "env") ? "LABEL" : "ENV");
		*equals = '\0';
		if (put(image, key, word, equals + 1) < 0)
			return -1;
	}
	return 0;
}

static int change_ports(struct record *image, const char *key, char *text)
{
	struct port_range range;
	bool silent;
	int parsed;

	(void)key;
	for (char *rest = text, *word; (word = cut_word(&rest, SPACE));) {
		/* Its words are those of an option; here Docker has others. */
		silent = fail_silently(true);
		parsed = port_parse_exposure(word, &range);
		fail_silently(silent);
		if (parsed < 0)
			return fail("Invalid containerPort: %s", word);
		if (port_expose(image, &range) < 0)
			return fail("change expose: %m");
	}
	return 0;
}

static int change_volumes(struct record *image, const char *key, char *text)
{
	int added = add_json(image, key, text);

	if (added)
		return added < 0 ? -1 : 0;
	for (char *rest = text, *word; (word = cut_word(&rest, SPACE));)
		if (!record_has(image, key, word) && record_add(image, key, word) < 0)
			return fail("change volume: %m");
	return 0;
}

static int change_text(struct record *image, const char *key, char *text)
{
	const char *whole = cut_word(&text, "");

	return record_set(image, key, whole ? whole : "") < 0 ? fail("change %s: %m", key) : 0;
}

static int change_workdir(struct record *image, const char *key, char *text)
{
	const char *whole = cut_word(&text, ""), *before = record_get(image, key);
	char path[PATH_MAX];

	if (!whole)
		whole = "";
	/* As cd: a relative one goes on from the one before. */
	if (*whole == '/')
		return change_text(image, key, (char *)whole);
	snprintf(path, sizeof path, "%s/%s", before && strcmp(before, "/") ? before : "", whole);
	return record_set(image, key, path) < 0 ? fail("change workdir: %m") : 0;
}

int image_change(struct record *image, const char *instruction)
{
	static const struct {
		const char *word, *key;
		int (*change)(struct record *image, const char *key, char *text);
		const char *needs;
	} words[] = {
		{ "CMD", "command", change_words, NULL },
		{ "ENTRYPOINT", "entrypoint", change_words, NULL },
		{ "ENV", "env", change_pairs, "at least one argument" },
		{ "EXPOSE", "expose", change_ports, "at least one argument" },
		{ "LABEL", "label", change_pairs, "at least one argument" },
		{ "STOPSIGNAL", "stop_signal", change_text, "exactly one argument" },
		{ "USER", "user", change_text, "exactly one argument" },
		{ "VOLUME", "volume", change_volumes, "at least one argument" },
		{ "WORKDIR", "workdir", change_workdir, "exactly one argument" },
	};
	autofree char *copy = strdup(instruction);
	char *rest = copy, *word = copy ? cut_word(&rest, SPACE) : NULL;

	if (!word)
		return fail("change the image: the instruction is empty");
	rest += strspn(rest, SPACE);
	for (char *end = rest + strlen(rest); end > rest && strchr(SPACE, end[-1]);)
		*--end = '\0';
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		if (strcasecmp(word, words[i].word) != 0)
			continue;
		if (words[i].needs && !*rest)
			return fail("%s requires %s", words[i].word, words[i].needs);
		return words[i].change(image, words[i].key, rest);
	}
	for (char *letter = word; *letter; letter++)
		*letter = (char)tolower((unsigned char)*letter);
	return fail("%s is not a valid change command", word);
}
