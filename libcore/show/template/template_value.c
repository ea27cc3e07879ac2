/* SPDX-License-Identifier: MIT */
#include <string.h>

#include <cjson/cJSON.h>

#include "base/auto.h"
#include "show/template/go_kind.h"
#include "show/template/go_value.h"
#include "show/template/template_functions.h"
#include "show/template/template_value.h"

static const struct command alone;

static int value_of_operand(struct state *state, const struct cJSON *dot, const struct node *node,
                            const struct cJSON **value);

/* A method without parameters, or .Label with one. */
static int call_method(struct state *state, const struct cJSON *method, const struct command *command,
                       const struct cJSON **value)
{
	int wanted = go_has(method, GO_OMITTED), given = command->final != NULL;
	const struct cJSON *argument = command->final ? *command->final : NULL;

	for (const struct node *node = command->arguments; node; node = node->next)
		given++;
	if (given != wanted)
		return state_fail(state, "wrong number of args for %s: want %d got %d", method->string,
		                  wanted, given);
	*value = method;
	if (!wanted)
		return 0;
	if (command->arguments
	    && value_of_argument(state, command->dot, 's', command->arguments, &argument) < 0)
		return -1;
	if (value_check(state, 's', argument) < 0 || !argument)
		return -1;
	*value = cJSON_GetObjectItemCaseSensitive(method, argument->valuestring);
	if (!*value)
		*value = state_text(state, state->mode == TEMPLATE_HEADER ? argument->valuestring : "");
	return 0;
}

static int value_of_field(struct state *state, const struct cJSON *receiver, const char *name,
                          const struct command *command, const struct cJSON **value)
{
	enum go_kind kind = kind_behind(receiver);
	bool has_fields = kind == KIND_STRUCT || (kind == KIND_MAP && !go_has(receiver, GO_KEYED));

	*value = NULL;
	if (!receiver && state->mode == TEMPLATE_STRICT)
		return state_fail(state, "nil data; no entry for key \"%s\"", name);
	if (!receiver)
		return 0;
	if (kind == KIND_NONE || kind == KIND_POINTER)
		return state_fail(state, "nil pointer evaluating %s.%s", kind_type(receiver, true), name);
	if (has_fields)
		*value = go_field(receiver, name);
	if (*value && go_has(receiver, GO_METHODS))
		return call_method(state, *value, command, value);
	if (!has_fields || (kind == KIND_STRUCT && !*value))
		return state_fail(state, "can't evaluate field %s in type %s", name, kind_type(receiver, true));
	if (command->arguments || command->final)
		return state_fail(state, kind == KIND_STRUCT
		                  ? "%s has arguments but cannot be invoked as function"
		                  : "%s is not a method but has arguments", name);
	if (!*value && state->mode == TEMPLATE_STRICT)
		return state_fail(state, "map has no entry for key \"%s\"", name);
	return 0;
}

/* .A.B.C, of which the last gets the arguments if it is a method. */
static int value_of_chain(struct state *state, const struct cJSON *receiver, const char *name, int count,
                          const struct command *command, const struct cJSON **value)
{
	*value = receiver;
	for (int i = 0; i < count; i++, name = node_after(name))
		if (value_of_field(state, *value, name, i + 1 < count ? &alone : command, value) < 0)
			return -1;
	return 0;
}

static int check_alone(struct state *state, const struct node *word, const struct command *command)
{
	autofree char *text = NULL;
	size_t length;
	FILE *out;

	if (!command->arguments && !command->final)
		return 0;
	out = open_memstream(&text, &length);
	if (!out)
		return -1;
	node_write(out, word);
	fclose(out);
	return state_fail(state, "can't give argument to non-function %s", text);
}

static int value_of_variable(struct state *state, const struct node *node, const struct command *command,
                             const struct cJSON **value)
{
	const struct cJSON *variable = NULL;

	if (state_get(state, node->names, &variable) < 0)
		return -1;
	*value = variable;
	if (node->count == 1)
		return check_alone(state, node, command);
	return value_of_chain(state, variable, node_after(node->names), node->count - 1, command, value);
}

static int value_of_word(struct state *state, const struct node *word, const struct command *command,
                         const struct cJSON **value)
{
	const struct cJSON *receiver = NULL;

	if (word->type != NODE_PIPE)
		state->at = word;
	switch (word->type) {
	case NODE_FIELD:
		return value_of_chain(state, command->dot, word->names, word->count, command, value);
	case NODE_CHAIN:
		if (value_of_operand(state, command->dot, word->pipe, &receiver) < 0)
			return -1;
		return value_of_chain(state, receiver, word->names, word->count, command, value);
	case NODE_IDENTIFIER:
		return functions_call(state, word->names, command, value);
	case NODE_VARIABLE:
		return value_of_variable(state, word, command, value);
	default:
		if (check_alone(state, word, command) < 0)
			return -1;
	}
	switch (word->type) {
	case NODE_PIPE:
		return value_of_pipeline(state, command->dot, word, value);
	case NODE_DOT:
		*value = command->dot;
		return 0;
	case NODE_BOOL:
		*value = state_bool(state, word->truth);
		return 0;
	case NODE_NUMBER:
		*value = state_number(state, word->number, word->is_float);
		return 0;
	case NODE_STRING:
		*value = state_text(state, word->names);
		return 0;
	default:
		return state_fail(state, "nil is not a command");
	}
}

static int value_of_operand(struct state *state, const struct cJSON *dot, const struct node *node,
                            const struct cJSON **value)
{
	return value_of_word(state, node, &(struct command){ .dot = dot, .whole = node }, value);
}

int value_of_pipeline(struct state *state, const struct cJSON *dot, const struct node *pipe,
                      const struct cJSON **value)
{
	const struct cJSON *before;

	state->at = pipe;
	*value = NULL;
	for (const struct node *command = pipe->child; command; command = command->next) {
		struct command words = { dot, command, command->child->next,
		                         command == pipe->child ? NULL : &before };

		before = *value;
		if (value_of_word(state, command->child, &words, value) < 0)
			return -1;
		*value = state_unwrap(state, *value);
	}
	for (const struct node *variable = pipe->declared; variable; variable = variable->next)
		if ((pipe->assigns ? state_set : state_push)(state, variable->names, *value) < 0)
			return -1;
	return 0;
}

static const char *name_of(char kind)
{
	switch (kind) {
	case 's': return "string";
	case 'i': return "int";
	case 'l': return "[]string";
	case 'a': return "interface {}";
	default:  return "reflect.Value";
	}
}

int value_check(struct state *state, char kind, const struct cJSON *value)
{
	enum go_kind has = kind_of(value);

	if (kind == 'a' || kind == 'v' || (!value && kind == 'l'))
		return 0;
	if (!value)
		return state_fail(state, "invalid value; expected %s", name_of(kind));
	if ((kind == 's' && has == KIND_STRING && !go_has(value, GO_NUMBER)) || (kind == 'i' && has == KIND_INT)
	    || (kind == 'l' && has == KIND_SLICE && !go_has(value, GO_DYNAMIC)))
		return 0;
	return state_fail(state, "wrong type for value; expected %s; got %s", name_of(kind),
	                  kind_type(value, has == KIND_NONE));
}

/* A constant where a certain type is wanted. */
static int check_constant(struct state *state, char kind, const struct node *node)
{
	bool is_integer = node->type == NODE_NUMBER && !node->is_float;
	bool suits = kind == 's' ? node->type == NODE_STRING : kind == 'i' ? is_integer : kind != 'l';

	state->at = node;
	if (suits)
		return 0;
	if (kind == 'l')
		return state_fail(state, "can't handle %.*s for arg of type []string", node->length,
		                  node->text);
	return state_fail(state, "expected %s; found %.*s", kind == 's' ? "string" : "integer",
	                  node->length, node->text);
}

int value_of_argument(struct state *state, const struct cJSON *dot, char kind, const struct node *node,
                      const struct cJSON **value)
{
	bool is_constant = node->type == NODE_BOOL || node->type == NODE_NUMBER || node->type == NODE_STRING;

	state->at = node;
	if (node->type == NODE_NIL) {
		*value = NULL;
		if (kind == 's' || kind == 'i')
			return state_fail(state, "cannot assign nil to %s", name_of(kind));
		return 0;
	}
	if (is_constant && check_constant(state, kind, node) < 0)
		return -1;
	if (value_of_operand(state, dot, node, value) < 0)
		return -1;
	return is_constant ? 0 : value_check(state, kind, *value);
}
