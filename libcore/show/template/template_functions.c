/* SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <string.h>

#include "show/template/go_kind.h"
#include "show/template/template_compare.h"
#include "show/template/template_functions.h"
#include "show/template/template_index.h"
#include "show/template/template_text.h"
#include "show/template/template_value.h"

/* `kinds`: one letter a parameter (template_value.h); a '*' after the last: any number of it. */
struct function {
	const char *name, *kinds;
	int (*call)(struct call *call);
};

static int call_not(struct call *call)
{
	call->result = state_bool(call->state, !kind_is_true(call->values[0]));
	return 0;
}

/* and, or: their arguments are evaluated one by one, below. */
static int call_last(struct call *call)
{
	call->result = call->values[call->count - 1];
	return 0;
}

static const struct function functions[] = {
	{ "and", "vv*", call_last },        { "eq", "vv*", compare_equal },
	{ "ge", "vv", compare_not_less },   { "gt", "vv", compare_greater },
	{ "index", "vv*", index_get },      { "join", "ls", text_join },
	{ "json", "a", text_json },         { "le", "vv", compare_not_greater },
	{ "len", "v", index_length },       { "lower", "s", text_lower },
	{ "lt", "vv", compare_less },       { "ne", "vv", compare_unequal },
	{ "not", "v", call_not },           { "or", "vv*", call_last },
	{ "pad", "sii", text_pad },         { "print", "a*", text_print },
	{ "printf", "sa*", text_printf },   { "println", "a*", text_println },
	{ "slice", "vv*", index_slice },    { "split", "ss", text_split },
	{ "title", "s", text_title },       { "truncate", "si", text_truncate },
	{ "upper", "s", text_upper },
};
enum { FUNCTIONS = sizeof functions / sizeof functions[0] };

int call_fail(struct call *call, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(call->error, sizeof call->error, format, arguments);
	va_end(arguments);
	return -1;
}

static const struct function *find(const char *name)
{
	for (int i = 0; i < FUNCTIONS; i++)
		if (strcmp(functions[i].name, name) == 0)
			return &functions[i];
	return NULL;
}

bool functions_find(const char *name)
{
	return find(name) != NULL;
}

bool functions_refuse(const char *name)
{
	return strcmp(name, "html") == 0 || strcmp(name, "js") == 0 || strcmp(name, "urlquery") == 0
		|| strcmp(name, "call") == 0;
}

static int count_nodes(const struct node *node)
{
	int count = 0;

	for (; node; node = node->next)
		count++;
	return count;
}

static int check_count(struct state *state, const struct function *function, int given, bool has_final)
{
	int wanted = (int)strcspn(function->kinds, "*");

	if (function->kinds[wanted]) {
		wanted--;
		if (given + has_final < wanted)
			return state_fail(state, "wrong number of args for %s: want at least %d got %d",
			                  function->name, wanted, given);
	} else if (given + has_final != wanted) {
		return state_fail(state, "wrong number of args for %s: want %d got %d", function->name, wanted,
		                  given + has_final);
	}
	if (given + has_final > ARGUMENTS_MOST)
		return state_fail(state, "more than %d args for %s", ARGUMENTS_MOST, function->name);
	return 0;
}

static char kind_at(const struct function *function, int index)
{
	int last = (int)strcspn(function->kinds, "*") - 1;

	return function->kinds[index < last ? index : last];
}

/* "and" stops at the first argument that is false, "or" at the first that is true. */
static bool is_decided(const struct function *function, const struct cJSON *value)
{
	return function->call == call_last && kind_is_true(value) == (*function->name == 'o');
}

/* Evaluate the arguments of a command; 1 if an "and" or "or" needs no more of them. */
static int evaluate(struct call *call, const struct function *function, const struct command *command)
{
	for (const struct node *node = command->arguments; node; node = node->next) {
		const struct cJSON **value = &call->values[call->count];

		if (value_of_argument(call->state, command->dot, kind_at(function, call->count), node,
		                      value) < 0)
			return -1;
		call->count++;
		if (is_decided(function, *value))
			return 1;
	}
	return 0;
}

int functions_call(struct state *state, const char *name, const struct command *command,
                   const struct cJSON **value)
{
	const struct function *function = find(name);
	struct call call = { .state = state };
	int decided;

	if (check_count(state, function, count_nodes(command->arguments), command->final != NULL) < 0)
		return -1;
	decided = evaluate(&call, function, command);
	if (decided < 0)
		return -1;
	if (!decided && command->final) {
		if (value_check(state, kind_at(function, call.count), *command->final) < 0)
			return -1;
		call.values[call.count++] = *command->final;
	}
	if (function->call(&call) < 0) {
		state->at = command->whole;
		return state_fail(state, "error calling %s: %s", name, call.error);
	}
	*value = call.result;
	return 0;
}
