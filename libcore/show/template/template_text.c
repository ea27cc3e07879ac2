/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>
#include <wctype.h>

#include <cjson/cJSON.h>

#include "show/template/go_printf.h"
#include "show/json.h"
#include "show/letter.h"
#include "show/quote.h"
#include "show/template/template_functions.h"
#include "show/template/template_text.h"

/* The result of a function, while it is written. */
struct writing {
	FILE *out;
	char *text;
	size_t length;
};

static int begin(struct call *call, struct writing *writing)
{
	*writing = (struct writing){ 0 };
	writing->out = open_memstream(&writing->text, &writing->length);
	return writing->out ? 0 : call_fail(call, "out of memory");
}

static int end(struct call *call, struct writing *writing)
{
	fclose(writing->out);
	call->result = state_text(call->state, writing->text);
	free(writing->text);
	return 0;
}

static const char *text_at(const struct call *call, int index)
{
	return call->values[index]->valuestring;
}

static int number_at(const struct call *call, int index)
{
	return (int)call->values[index]->valuedouble;
}

int text_print(struct call *call)
{
	struct writing writing;

	if (begin(call, &writing) < 0)
		return -1;
	go_sprint(writing.out, call->values, call->count);
	return end(call, &writing);
}

int text_println(struct call *call)
{
	struct writing writing;

	if (begin(call, &writing) < 0)
		return -1;
	go_sprintln(writing.out, call->values, call->count);
	return end(call, &writing);
}

int text_printf(struct call *call)
{
	struct writing writing;

	if (begin(call, &writing) < 0)
		return -1;
	go_printf(writing.out, text_at(call, 0), call->values + 1, call->count - 1);
	return end(call, &writing);
}

/* A table's header shows the column's name as it is. */
static bool is_header(const struct call *call)
{
	return call->state->mode == TEMPLATE_HEADER;
}

static int keep_first(struct call *call)
{
	call->result = call->values[0];
	return 0;
}

int text_json(struct call *call)
{
	struct writing writing;

	if (is_header(call))
		return keep_first(call);
	if (begin(call, &writing) < 0)
		return -1;
	json_write(writing.out, call->values[0]);
	return end(call, &writing);
}

int text_join(struct call *call)
{
	const struct cJSON *list = call->values[0];
	struct writing writing;

	if (begin(call, &writing) < 0)
		return -1;
	for (const struct cJSON *part = list ? list->child : NULL; part; part = part->next)
		fprintf(writing.out, "%s%s", part->valuestring, part->next ? text_at(call, 1) : "");
	return end(call, &writing);
}

/* One part for each character, if the separator is empty. */
static const char *part_end(const char *text, const char *separator)
{
	uint32_t character;
	const char *found;

	if (!*separator)
		return text + quote_decode(text, strnlen(text, 4), &character);
	found = strstr(text, separator);
	return found ? found : text + strlen(text);
}

int text_split(struct call *call)
{
	const char *text = text_at(call, 0), *separator = text_at(call, 1), *stop;
	struct cJSON *list = state_list(call->state);
	char *part;

	for (bool more = *text || *separator; more; text = stop + strlen(separator)) {
		stop = part_end(text, separator);
		part = strndup(text, (size_t)(stop - text));
		if (part)
			cJSON_AddItemToArray(list, cJSON_CreateString(part));
		free(part);
		more = *stop != '\0';
	}
	call->result = list;
	return 0;
}

/* As Go's strings.Title sees it. */
static bool ends_word(uint32_t character)
{
	return character != '_' && !letter_is(character)
		&& (character < 0x80 || iswspace((wint_t)character));
}

/* Every character, or (words) the first of each word, changed by `change`. */
static int change_case(struct call *call, uint32_t (*change)(uint32_t), bool words)
{
	const char *text = text_at(call, 0);
	struct writing writing;
	uint32_t character, before = ' ';

	if (is_header(call))
		return keep_first(call);
	if (begin(call, &writing) < 0)
		return -1;
	for (; *text; before = character) {
		text += quote_decode(text, strnlen(text, 4), &character);
		quote_encode(writing.out, words && !ends_word(before) ? character
		             : change(character));
	}
	return end(call, &writing);
}

int text_lower(struct call *call)
{
	return change_case(call, letter_lower, false);
}

int text_upper(struct call *call)
{
	return change_case(call, letter_upper, false);
}

int text_title(struct call *call)
{
	return change_case(call, letter_upper, true);
}

int text_pad(struct call *call)
{
	struct writing writing;

	if (is_header(call) || !*text_at(call, 0))
		return keep_first(call);
	if (begin(call, &writing) < 0)
		return -1;
	fprintf(writing.out, "%*s%s%*s", number_at(call, 1), "", text_at(call, 0), number_at(call, 2), "");
	return end(call, &writing);
}

/* Bytes, not characters: Docker cuts so. */
int text_truncate(struct call *call)
{
	struct writing writing;

	if (is_header(call))
		return keep_first(call);
	if (begin(call, &writing) < 0)
		return -1;
	fprintf(writing.out, "%.*s", number_at(call, 1), text_at(call, 0));
	return end(call, &writing);
}
