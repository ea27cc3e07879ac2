/* SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "show/quote.h"
#include "show/template/template.h"
#include "show/template/template_parse.h"
#include "show/template/template_pipeline.h"

struct token parse_next(struct parser *parser)
{
	if (parser->peeked > 0)
		parser->peeked--;
	else
		parser->tokens[0] = lexer_next(&parser->lexer);
	return parser->tokens[parser->peeked];
}

struct token parse_peek(struct parser *parser)
{
	if (parser->peeked > 0)
		return parser->tokens[parser->peeked - 1];
	parser->peeked = 1;
	parser->tokens[0] = lexer_next(&parser->lexer);
	return parser->tokens[0];
}

void parse_back(struct parser *parser)
{
	parser->peeked++;
}

struct token parse_next_word(struct parser *parser)
{
	struct token token;

	do
		token = parse_next(parser);
	while (token.type == TOKEN_SPACE);
	return token;
}

struct token parse_peek_word(struct parser *parser)
{
	struct token token = parse_next_word(parser);

	parse_back(parser);
	return token;
}

void *parse_fail(struct parser *parser, const char *format, ...)
{
	int length = snprintf(parser->error, TEMPLATE_ERROR, "template: :%d: ", parser->tokens[0].line);
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(parser->error + length, (size_t)(TEMPLATE_ERROR - length), format, arguments);
	va_end(arguments);
	return NULL;
}

/* A token in an error: <end>, "=", "long text"..., EOF. */
static void describe(FILE *out, struct token token)
{
	int length = 0;

	if (token.type == TOKEN_EOF) {
		fputs("EOF", out);
	} else if (token.type > TOKEN_KEYWORD) {
		fprintf(out, "<%.*s>", token.length, token.text);
	} else {
		autofree char *text = NULL;
		uint32_t character;

		for (int i = 0; length < token.length && i < 10; i++)
			length += quote_decode(token.text + length, (size_t)(token.length - length),
			                       &character);
		text = strndup(token.text, (size_t)length);
		quote_write(out, text ? text : "", false);
		fputs(length < token.length ? "..." : "", out);
	}
}

void *parse_unexpected(struct parser *parser, struct token token, const char *context)
{
	autofree char *text = NULL;
	bool names_action;
	size_t length;
	FILE *out;

	if (token.type != TOKEN_ERROR) {
		out = open_memstream(&text, &length);
		if (!out)
			return parse_fail(parser, "out of memory");
		describe(out, token);
		fclose(out);
		return parse_fail(parser, "unexpected %s in %s", text, context);
	}
	if (!parser->action_line || parser->action_line == token.line)
		return parse_fail(parser, "%s", token.text);
	names_action = strcmp(token.text, "unclosed action") == 0;
	return parse_fail(parser, "%s%s started at :%d", token.text, names_action ? "" : " in action",
	                  parser->action_line);
}

struct node *parse_node(struct parser *parser, enum node_type type, struct token token)
{
	struct node *node;

	if (parser->node_count == parser->nodes_most)
		return parse_fail(parser, "too many parts");
	node = &parser->nodes[parser->node_count++];
	*node = (struct node){ .type = type, .text = token.text, .length = token.length,
	                       .position = (int)(token.text - parser->text) };
	return node;
}

static struct node *parse_list(struct parser *parser, struct node **end);
static struct node *parse_action(struct parser *parser);

/* {{if}}, {{with}} or {{range}}, whose word is past. */
static struct node *parse_branch(struct parser *parser, struct token word)
{
	static const char *const names[] = { [NODE_IF] = "if", [NODE_WITH] = "with", [NODE_RANGE] = "range" };
	enum node_type type = word.type == TOKEN_IF ? NODE_IF : word.type == TOKEN_WITH ? NODE_WITH
		: NODE_RANGE;
	int variables = parser->variable_count;
	struct node *pipe = pipeline_parse(parser, names[type], TOKEN_RIGHT), *branch, *end = NULL;

	if (!pipe)
		return NULL;
	branch = parse_node(parser, type, word);
	if (!branch)
		return NULL;
	branch->position = pipe->position;
	branch->pipe = pipe;
	parser->depth++;
	parser->range_depth += type == NODE_RANGE;
	branch->list = parse_list(parser, &end);
	parser->range_depth -= type == NODE_RANGE;
	if (!branch->list || !end)
		return NULL;
	if (end->type == NODE_ELSE && type == NODE_IF && parse_peek(parser).type == TOKEN_IF) {
		/* {{else if}}: the inner if ends both. */
		word = parse_next(parser);
		branch->otherwise = parse_node(parser, NODE_LIST, word);
		end = parse_branch(parser, word);
		if (!end || !branch->otherwise)
			return NULL;
		node_append(branch->otherwise, end);
	} else if (end->type == NODE_ELSE) {
		branch->otherwise = parse_list(parser, &end);
		if (!branch->otherwise)
			return NULL;
		if (end->type != NODE_END)
			return parse_fail(parser, "expected end; found {{else}}");
	}
	parser->depth--;
	parser->variable_count = variables;
	return branch;
}

static struct node *parse_jump(struct parser *parser, struct token word)
{
	bool breaks = word.type == TOKEN_BREAK;
	const char *name = breaks ? "{{break}}" : "{{continue}}";
	struct token token = parse_next_word(parser);

	if (token.type != TOKEN_RIGHT)
		return parse_unexpected(parser, token, name);
	if (!parser->range_depth)
		return parse_fail(parser, "%s outside {{range}}", name);
	return parse_node(parser, breaks ? NODE_BREAK : NODE_CONTINUE, word);
}

/* {{else}} and {{end}}; of {{else if}} the "if" stays to be read. */
static struct node *parse_end(struct parser *parser, struct token word)
{
	bool is_else = word.type == TOKEN_ELSE;
	struct token token = parse_peek_word(parser);

	if (is_else && token.type == TOKEN_IF)
		return parse_node(parser, NODE_ELSE, token);
	token = parse_next_word(parser);
	if (token.type != TOKEN_RIGHT)
		return parse_unexpected(parser, token, is_else ? "else" : "end");
	return parse_node(parser, is_else ? NODE_ELSE : NODE_END, token);
}

/* What stands between the delimiters; the left one is past. */
static struct node *parse_action(struct parser *parser)
{
	struct token token = parse_next_word(parser);
	struct node *action, *pipe;

	switch (token.type) {
	case TOKEN_IF:
	case TOKEN_WITH:
	case TOKEN_RANGE:
		return parse_branch(parser, token);
	case TOKEN_BREAK:
	case TOKEN_CONTINUE:
		return parse_jump(parser, token);
	case TOKEN_ELSE:
	case TOKEN_END:
		return parse_end(parser, token);
	case TOKEN_BLOCK:
	case TOKEN_DEFINE:
	case TOKEN_TEMPLATE:
		return parse_fail(parser, "{{%.*s}} is not supported", token.length, token.text);
	default:
		break;
	}
	parse_back(parser);
	token = parse_peek(parser);
	pipe = pipeline_parse(parser, "command", TOKEN_RIGHT);
	action = pipe ? parse_node(parser, NODE_ACTION, token) : NULL;
	if (action)
		action->pipe = pipe;
	return action;
}

static struct node *parse_text_or_action(struct parser *parser)
{
	struct token token = parse_next_word(parser);
	struct node *node;

	if (token.type == TOKEN_TEXT)
		return parse_node(parser, NODE_TEXT, token);
	if (token.type != TOKEN_LEFT)
		return parse_unexpected(parser, token, "input");
	parser->action_line = token.line;
	node = parse_action(parser);
	parser->action_line = 0;
	return node;
}

static struct node *parse_list(struct parser *parser, struct node **end)
{
	struct node *list = parse_node(parser, NODE_LIST, parse_peek_word(parser)), *node;

	while (list && parse_peek_word(parser).type != TOKEN_EOF) {
		node = parse_text_or_action(parser);
		if (!node)
			return NULL;
		if (node->type == NODE_ELSE || node->type == NODE_END) {
			*end = node;
			return list;
		}
		node_append(list, node);
	}
	return list ? parse_fail(parser, "unexpected EOF") : NULL;
}

struct node *parse_template(struct parser *parser)
{
	struct node *list = parse_node(parser, NODE_LIST, parse_peek(parser)), *node;

	while (list && parse_peek(parser).type != TOKEN_EOF) {
		node = parse_text_or_action(parser);
		if (!node)
			return NULL;
		if (node->type == NODE_ELSE || node->type == NODE_END)
			return parse_fail(parser, "unexpected {{%s}}",
			                  node->type == NODE_ELSE ? "else" : "end");
		node_append(list, node);
	}
	return list;
}
