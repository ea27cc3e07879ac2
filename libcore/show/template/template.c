/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "show/template/go_kind.h"
#include "show/template/go_print.h"
#include "show/template/go_value.h"
#include "show/template/template.h"
#include "show/template/template_parse.h"
#include "show/template/template_value.h"

struct template {
	const char *text;
	struct node *root;
	struct node *nodes;
	char *names;
};

struct template *template_parse(const char *text, char error[TEMPLATE_ERROR])
{
	/* A character makes two nodes at most, and its name and NUL two bytes. */
	size_t most = strlen(text) * 2 + 16;
	struct template *template = calloc(1, sizeof *template);
	struct parser parser = { .lexer = { .at = text, .line = 1 }, .text = text, .nodes_most = (int)most,
	                         .variables = { "$" }, .variable_count = 1, .error = error };

	if (template) {
		template->text = text;
		parser.nodes = template->nodes = calloc(most, sizeof *parser.nodes);
		parser.names = template->names = malloc(most);
	}
	if (!template || !parser.nodes || !parser.names)
		snprintf(error, TEMPLATE_ERROR, "out of memory");
	else
		template->root = parse_template(&parser);
	if (template && template->root)
		return template;
	template_free(template);
	return NULL;
}

void template_free(struct template *template)
{
	if (!template)
		return;
	free(template->nodes);
	free(template->names);
	free(template);
}

static int walk(struct state *state, const struct cJSON *dot, const struct node *node);

static int walk_list(struct state *state, const struct cJSON *dot, const struct node *list)
{
	for (const struct node *node = list ? list->child : NULL; node && !state->jump; node = node->next)
		if (walk(state, dot, node) < 0)
			return -1;
	return 0;
}

static int walk_condition(struct state *state, const struct cJSON *dot, const struct node *node)
{
	int kept = state->count, result;
	const struct cJSON *value;

	if (value_of_pipeline(state, dot, node->pipe, &value) < 0)
		return -1;
	if (kind_is_true(value))
		result = walk_list(state, node->type == NODE_WITH ? value : dot, node->list);
	else
		result = walk_list(state, dot, node->otherwise);
	state->count = kept;
	return result;
}

/* Once through the body of a range. Returns 1 at a {{break}}. */
static int walk_body(struct state *state, const struct node *range, const struct cJSON *index,
                     const struct cJSON *element)
{
	const struct node *declared = range->pipe->declared;
	int kept = state->count, result;

	if (declared)
		state->variables[kept - 1].value = element;
	if (declared && declared->next)
		state->variables[kept - 2].value = index;
	result = walk_list(state, element, range->list);
	state->count = kept;
	if (result == 0 && state->jump == NODE_BREAK)
		result = 1;
	state->jump = 0;
	return result;
}

static int fail_range(struct state *state, const struct cJSON *value)
{
	char *text = NULL;
	size_t length;
	FILE *out = open_memstream(&text, &length);

	if (!out)
		return -1;
	go_print_action(out, value);
	fclose(out);
	state_fail(state, "range can't iterate over %s", text);
	free(text);
	return -1;
}

static int walk_range(struct state *state, const struct cJSON *dot, const struct node *node)
{
	int kept = state->count, number = 0, result = 0;
	const struct cJSON *value;
	enum go_kind kind;

	if (value_of_pipeline(state, dot, node->pipe, &value) < 0)
		return -1;
	kind = kind_behind(value);
	if (kind != KIND_SLICE && kind != KIND_MAP && kind != KIND_NONE)
		return fail_range(state, value);
	/* The keys of maps are in order already. */
	for (const struct cJSON *child = value ? value->child : NULL; child && result == 0; child = child->next)
		result = walk_body(state, node, kind == KIND_MAP ? state_text(state, child->string)
		                   : state_number(state, number++, false), child);
	if (kind_length(value) <= 0)
		result = walk_list(state, dot, node->otherwise);
	state->count = kept;
	return result < 0 ? -1 : 0;
}

static int walk(struct state *state, const struct cJSON *dot, const struct node *node)
{
	const struct cJSON *value;

	state->at = node;
	switch (node->type) {
	case NODE_TEXT:
		fwrite(node->text, 1, (size_t)node->length, state->out);
		return 0;
	case NODE_IF:
	case NODE_WITH:
		return walk_condition(state, dot, node);
	case NODE_RANGE:
		return walk_range(state, dot, node);
	case NODE_BREAK:
	case NODE_CONTINUE:
		state->jump = node->type;
		return 0;
	case NODE_LIST:
		return walk_list(state, dot, node);
	default:
		if (value_of_pipeline(state, dot, node->pipe, &value) < 0)
			return -1;
		if (!node->pipe->declared)
			go_print_action(state->out, value);
		return 0;
	}
}

int template_execute(const struct template *template, const struct cJSON *dot, enum template_mode mode,
                     FILE *out, char error[TEMPLATE_ERROR])
{
	struct state state = { .text = template->text, .mode = mode, .out = out, .made = cJSON_CreateArray(),
	                       .variables = { { "$", dot } }, .count = 1, .error = error };
	int result = state.made ? walk_list(&state, dot, template->root) : -1;

	cJSON_Delete(state.made);
	return result;
}
