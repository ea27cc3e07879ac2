/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/auto.h"
#include "base/fail.h"
#include "store/image/image_change.h"
#include "store/image/image_health.h"
#include "store/image/image_word.h"
#include "store/port.h"

/* One instruction: its name as Docker says it, and the list of the record that it is about. */
struct instruction {
	const char *word, *key;
	int (*change)(struct record *image, const struct instruction *instruction, char *text);
	const char *needs;
};

static int add(struct record *image, const char *key, const char *value)
{
	return record_add(image, key, value) < 0 ? fail("change the image: %m") : 0;
}

/* CMD and ENTRYPOINT: an array of words, else a line for the shell. */
static int change_command(struct record *image, const struct instruction *instruction, char *text)
{
	int added;

	record_drop(image, instruction->key);
	added = image_word_array(image, instruction->key, text);
	if (added)
		return added < 0 ? -1 : 0;
	if (add(image, instruction->key, "/bin/sh") < 0 || add(image, instruction->key, "-c") < 0)
		return -1;
	return *text ? add(image, instruction->key, text) : 0;
}

/* Put "name=value" in the place of what the list says about that name. */
static int put(struct record *image, const char *key, const char *pair)
{
	autorecord struct record kept = { 0 };
	size_t length = strcspn(pair, "=") + 1;

	for (const char *each = NULL; (each = record_next(image, key, each));)
		if (strncmp(each, pair, length) != 0 && add(&kept, key, each) < 0)
			return -1;
	record_drop(image, key);
	if (record_copy(image, &kept, key) < 0)
		return fail("change the image: %m");
	return add(image, key, pair);
}

/* Add the words of a text, expanded, to a list. */
static int add_words(struct record *list, const char *key, const struct record *image, char *text)
{
	for (char *word; (word = image_word_cut(&text));) {
		autofree char *expanded = image_word_expand(image, word);

		if (!expanded || add(list, key, expanded) < 0)
			return -1;
	}
	return 0;
}

/* The older form of ENV and LABEL: "name the value". */
static int change_old_pair(struct record *image, const struct instruction *instruction, const char *text)
{
	autorecord struct record pair = { 0 };
	autofree char *value = NULL;
	size_t length = strcspn(text, IMAGE_WORD_SPACE);

	if (!text[length])
		return fail("%s must have two arguments", instruction->word);
	value = image_word_expand(image, text + length + strspn(text + length, IMAGE_WORD_SPACE));
	if (!value)
		return -1;
	if (record_addf(&pair, "pair", "%.*s=%s", (int)length, text, value) < 0)
		return fail("change the image: %m");
	return put(image, instruction->key, record_get(&pair, "pair"));
}

/* ENV and LABEL. All of it is expanded before any of it counts. */
static int change_pairs(struct record *image, const struct instruction *instruction, char *text)
{
	autorecord struct record pairs = { 0 };
	size_t equals = strcspn(text, "=" IMAGE_WORD_SPACE);

	if (text[equals] != '=' && *text != '"' && *text != '\'')
		return change_old_pair(image, instruction, text);
	if (add_words(&pairs, "pair", image, text) < 0)
		return -1;
	for (const char *pair = NULL; (pair = record_next(&pairs, "pair", pair));) {
		if (*pair == '=')
			return fail("%s names can not be blank", instruction->word);
		if (!strchr(pair, '='))
			return fail("Syntax error - can't find = in \"%s\". Must be of the form: name=value", pair);
		if (put(image, instruction->key, pair) < 0)
			return -1;
	}
	return 0;
}

/* The words are those of --expose; here Docker has others. */
static int parse_port(const char *text, struct port_range *range)
{
	bool silent = fail_silently(true);
	int parsed = port_parse_exposure(text, range);

	fail_silently(silent);
	if (parsed == 0)
		return 0;
	if (strncmp(fail_text(), "Invalid proto", strlen("Invalid proto")) == 0)
		return fail("%s", fail_text());
	return fail("Invalid containerPort: %.*s", (int)strcspn(text, "/"), text);
}

static int change_ports(struct record *image, const struct instruction *instruction, char *text)
{
	autorecord struct record ports = { 0 };
	struct port_range range;

	(void)instruction;
	if (add_words(&ports, "port", image, text) < 0)
		return -1;
	for (const char *port = NULL; (port = record_next(&ports, "port", port));) {
		if (parse_port(port, &range) < 0)
			return -1;
		if (port_expose(image, &range) < 0)
			return fail("change the image: %m");
	}
	return 0;
}

static int change_volumes(struct record *image, const struct instruction *instruction, char *text)
{
	autorecord struct record volumes = { 0 };
	int added = image_word_array(&volumes, "volume", text);

	if (added < 0 || (!added && add_words(&volumes, "volume", image, text) < 0))
		return -1;
	for (const char *volume = NULL; (volume = record_next(&volumes, "volume", volume));)
		if (!record_has(image, instruction->key, volume) && add(image, instruction->key, volume) < 0)
			return -1;
	return 0;
}

static int change_text(struct record *image, const struct instruction *instruction, char *text)
{
	autofree char *value = image_word_expand(image, text);

	if (!value)
		return -1;
	record_drop(image, instruction->key);
	return add(image, instruction->key, value);
}

/* As cd: a relative one goes on from the one before. */
static int change_workdir(struct record *image, const struct instruction *instruction, char *text)
{
	autofree char *value = image_word_expand(image, text);
	const char *before = record_get(image, instruction->key);
	autorecord struct record path = { 0 };

	if (!value)
		return -1;
	if (record_addf(&path, "path", "%s%s%s", *value != '/' && before && strcmp(before, "/") != 0 ? before : "",
			*value == '/' ? "" : "/", value) < 0)
		return fail("change the image: %m");
	record_drop(image, instruction->key);
	return add(image, instruction->key, record_get(&path, "path"));
}

static int change_health(struct record *image, const struct instruction *instruction, char *text)
{
	(void)instruction;
	return image_health_change(image, text);
}

static const struct instruction *find(const char *word)
{
	static const struct instruction instructions[] = {
		{ "CMD", "command", change_command, NULL },
		{ "ENTRYPOINT", "entrypoint", change_command, NULL },
		{ "ENV", "env", change_pairs, "at least one argument" },
		{ "EXPOSE", "expose", change_ports, "at least one argument" },
		{ "HEALTHCHECK", NULL, change_health, "at least one argument" },
		{ "LABEL", "label", change_pairs, "at least one argument" },
		{ "STOPSIGNAL", "stop_signal", change_text, "exactly one argument" },
		{ "USER", "user", change_text, "exactly one argument" },
		{ "VOLUME", "volume", change_volumes, "at least one argument" },
		{ "WORKDIR", "workdir", change_workdir, "exactly one argument" },
	};

	for (size_t i = 0; i < sizeof instructions / sizeof instructions[0]; i++)
		if (strcasecmp(word, instructions[i].word) == 0)
			return &instructions[i];
	return NULL;
}

static void cut_end(char *text)
{
	char *end = text + strlen(text);

	while (end > text && strchr(IMAGE_WORD_SPACE, end[-1]))
		*--end = '\0';
}

int image_change(struct record *image, const char *text)
{
	autofree char *copy = strdup(text);
	char *rest = copy, *word = copy ? image_word_cut(&rest) : NULL;
	const struct instruction *instruction = word ? find(word) : NULL;

	if (!word)
		return fail("file with no instructions");
	if (!instruction) {
		for (char *letter = word; *letter; letter++)
			*letter = (char)tolower((unsigned char)*letter);
		return fail("%s is not a valid change command", word);
	}
	rest += strspn(rest, IMAGE_WORD_SPACE);
	cut_end(rest);
	if (instruction->needs && !*rest)
		return fail("%s requires %s", instruction->word, instruction->needs);
	return instruction->change(image, instruction, rest);
}
