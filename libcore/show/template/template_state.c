/* SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/auto.h"
#include "show/template/go_kind.h"
#include "show/template/go_value.h"
#include "show/template/template_state.h"

/* Line and column of a node, both as Go counts them. */
static void place_of(const struct state *state, int *line, int *column)
{
	const char *start = state->text;

	*line = 1;
	for (const char *at = state->text; at < state->text + state->at->position; at++) {
		if (*at == '\n') {
			start = at + 1;
			++*line;
		}
	}
	*column = (int)(state->text + state->at->position - start);
}

int state_fail(struct state *state, const char *format, ...)
{
	autofree char *context = NULL, *message = NULL;
	size_t length;
	FILE *writing = open_memstream(&context, &length);
	va_list arguments;
	int line, column;

	if (writing) {
		node_write(writing, state->at);
		fclose(writing);
	}
	va_start(arguments, format);
	if (vasprintf(&message, format, arguments) < 0)
		message = NULL;
	va_end(arguments);
	place_of(state, &line, &column);
	snprintf(state->error, TEMPLATE_ERROR, "template: :%d:%d: executing \"\" at <%s>: %s", line, column,
	         context ? context : "", message ? message : "");
	return -1;
}

static struct cJSON *keep(struct state *state, struct cJSON *value)
{
	if (value && !cJSON_AddItemToArray(state->made, value)) {
		cJSON_Delete(value);
		return NULL;
	}
	return value;
}

const struct cJSON *state_text(struct state *state, const char *text)
{
	return keep(state, cJSON_CreateString(text));
}

const struct cJSON *state_number(struct state *state, double number, bool is_float)
{
	return go_mark(keep(state, cJSON_CreateNumber(number)), is_float ? GO_FLOAT : 0);
}

const struct cJSON *state_bool(struct state *state, bool truth)
{
	return keep(state, cJSON_CreateBool(truth));
}

const struct cJSON *state_nil_pointer(struct state *state)
{
	return go_mark(keep(state, cJSON_CreateNull()), GO_POINTER);
}

struct cJSON *state_list(struct state *state)
{
	return keep(state, cJSON_CreateArray());
}

const struct cJSON *state_unwrap(struct state *state, const struct cJSON *value)
{
	struct cJSON *copy;

	if (kind_of(value) == KIND_NONE)
		return NULL;
	if (!go_has(value, GO_HELD))
		return value;
	copy = keep(state, cJSON_CreateNull());
	if (!copy)
		return NULL;
	copy->type = (value->type & ~GO_HELD) | cJSON_IsReference;
	copy->child = value->child;
	copy->valuestring = value->valuestring;
	return copy;
}

int state_push(struct state *state, const char *name, const struct cJSON *value)
{
	if (state->count == VARIABLES_MOST)
		return state_fail(state, "too many variables");
	state->variables[state->count++] = (struct variable){ name, value };
	return 0;
}

static struct variable *find(struct state *state, const char *name)
{
	for (int i = state->count - 1; i >= 0; i--)
		if (strcmp(state->variables[i].name, name) == 0)
			return &state->variables[i];
	state_fail(state, "undefined variable: %s", name);
	return NULL;
}

int state_set(struct state *state, const char *name, const struct cJSON *value)
{
	struct variable *variable = find(state, name);

	if (!variable)
		return -1;
	variable->value = value;
	return 0;
}

int state_get(struct state *state, const char *name, const struct cJSON **value)
{
	const struct variable *variable = find(state, name);

	if (!variable)
		return -1;
	*value = variable->value;
	return 0;
}
