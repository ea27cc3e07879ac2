/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "show/template/template_pipeline.h"
#include "show/template/template_term.h"

static bool starts_operand(enum token_type type)
{
	switch (type) {
	case TOKEN_BOOL:
	case TOKEN_CHARACTER:
	case TOKEN_DOT:
	case TOKEN_FIELD:
	case TOKEN_IDENTIFIER:
	case TOKEN_NUMBER:
	case TOKEN_NIL:
	case TOKEN_RAW_STRING:
	case TOKEN_STRING:
	case TOKEN_VARIABLE:
	case TOKEN_LEFT_PAREN:
		return true;
	default:
		return false;
	}
}

/* A variable that := or = or a comma follows; its token is past. */
static bool declare(struct parser *parser, struct node *pipe, struct token token)
{
	struct node *variable = parse_node(parser, NODE_VARIABLE, token), **end = &pipe->declared;

	if (!variable)
		return false;
	if (parser->variable_count == VARIABLES_MOST)
		return parse_fail(parser, "too many variables");
	term_name(parser, variable, token.text, token.length);
	while (*end)
		end = &(*end)->next;
	*end = variable;
	parser->variables[parser->variable_count++] = variable->names;
	return true;
}

/* After "$x," of a range there may be another variable. */
static bool may_declare_more(struct parser *parser, const struct node *pipe, const char *context)
{
	enum token_type type;

	if (strcmp(context, "range") != 0 || pipe->declared->next)
		return parse_fail(parser, "too many declarations in %s", context);
	type = parse_peek_word(parser).type;
	if (type != TOKEN_VARIABLE && type != TOKEN_RIGHT && type != TOKEN_RIGHT_PAREN)
		return parse_fail(parser, "range can only initialize variables");
	return true;
}

static bool is_comma(struct token token)
{
	return token.type == TOKEN_OTHER && *token.text == ',';
}

static bool parse_declarations(struct parser *parser, struct node *pipe, const char *context)
{
	struct token variable, after, next;

	while ((variable = parse_peek_word(parser)).type == TOKEN_VARIABLE) {
		parse_next(parser);
		after = parse_peek(parser);
		next = parse_peek_word(parser);
		if (next.type != TOKEN_ASSIGN && next.type != TOKEN_DECLARE && !is_comma(next)) {
			/* An operand: put it back, and the space that was read over. */
			parser->tokens[1] = after.type == TOKEN_SPACE ? after : variable;
			parser->tokens[2] = variable;
			parser->peeked = after.type == TOKEN_SPACE ? 3 : 2;
			return true;
		}
		parse_next_word(parser);
		if (!declare(parser, pipe, variable))
			return false;
		pipe->assigns = next.type == TOKEN_ASSIGN;
		if (!is_comma(next))
			return true;
		if (!may_declare_more(parser, pipe, context))
			return false;
	}
	return true;
}

static struct node *parse_command(struct parser *parser)
{
	struct node *command = parse_node(parser, NODE_COMMAND, parse_peek_word(parser)), *operand;
	struct token token;

	*parser->error = '\0';
	while (command) {
		parse_peek_word(parser);
		operand = term_parse(parser);
		if (!operand && *parser->error)
			return NULL;
		if (operand)
			node_append(command, operand);
		token = parse_next(parser);
		if (token.type == TOKEN_SPACE)
			continue;
		if (token.type == TOKEN_RIGHT || token.type == TOKEN_RIGHT_PAREN)
			parse_back(parser);
		else if (token.type != TOKEN_PIPE)
			return parse_unexpected(parser, token, "operand");
		return command->child ? command : parse_fail(parser, "empty command");
	}
	return NULL;
}

/* Only the first command of a pipeline may be a constant. */
static struct node *check(struct parser *parser, struct node *pipe, const char *context)
{
	int stage = 1;

	if (!pipe->child)
		return parse_fail(parser, "missing value for %s", context);
	for (const struct node *command = pipe->child->next; command; command = command->next) {
		enum node_type type = command->child->type;

		stage++;
		if (type == NODE_BOOL || type == NODE_DOT || type == NODE_NIL || type == NODE_NUMBER
		    || type == NODE_STRING)
			return parse_fail(parser, "non executable command in pipeline stage %d", stage);
	}
	return pipe;
}

static struct node *parse_commands(struct parser *parser, const char *context, enum token_type end)
{
	struct node *pipe = parse_node(parser, NODE_PIPE, parse_peek_word(parser)), *command;
	struct token token;

	if (!pipe || !parse_declarations(parser, pipe, context))
		return NULL;
	while ((token = parse_next_word(parser)).type != end) {
		if (!starts_operand(token.type))
			return parse_unexpected(parser, token, context);
		parse_back(parser);
		command = parse_command(parser);
		if (!command)
			return NULL;
		node_append(pipe, command);
	}
	return check(parser, pipe, context);
}

struct node *pipeline_parse(struct parser *parser, const char *context, enum token_type end)
{
	struct node *pipe;

	if (parser->depth >= NESTING_MOST)
		return parse_fail(parser, "nested more than %d deep", NESTING_MOST);
	parser->depth++;
	pipe = parse_commands(parser, context, end);
	parser->depth--;
	return pipe;
}
