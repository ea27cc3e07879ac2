/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <float.h>
#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "show/quote.h"
#include "show/template/template_functions.h"
#include "show/template/template_pipeline.h"
#include "show/template/template_term.h"

void term_name(struct parser *parser, struct node *node, const char *name, int length)
{
	if (!node->count)
		node->names = parser->names;
	memcpy(parser->names, name, (size_t)length);
	parser->names[length] = '\0';
	parser->names += length + 1;
	node->count++;
}

/* The character that an escape stands for; `*at` is past the backslash and moves on. -1: none. */
static long unescape(const char **at, char quote)
{
	static const char names[] = "abtnvfr";
	char letter = *(*at)++, digits[9] = "", *end;
	const char *known = strchr(names, letter);
	int count = letter == 'x' ? 2 : letter == 'u' ? 4 : letter == 'U' ? 8 : 0, base = 16;
	long value;

	if (letter == '\\' || letter == quote)
		return letter;
	if (known && letter)
		return 7 + (known - names);
	if (letter >= '0' && letter <= '7') {
		count = 3;
		base = 8;
		--*at;
	}
	if (!count)
		return -1;
	strncpy(digits, *at, (size_t)count);
	value = strtol(digits, &end, base);
	if (end != digits + count || value > 0x10ffff)
		return -1;
	*at += count;
	return value;
}

/* A string between double quotes, its value written to the parser's names. */
static bool unquote(struct parser *parser, struct node *node)
{
	const char *at = node->text + 1, *end = node->text + node->length - 1;
	char *value = parser->names;
	FILE *out = fmemopen(value, (size_t)node->length, "w");

	if (!out)
		return parse_fail(parser, "%s", strerror(errno));
	while (at < end) {
		bool escaped = *at == '\\';
		bool byte = !escaped || at[1] == 'x' || (at[1] >= '0' && at[1] <= '7');
		long character;

		at += escaped;
		character = escaped ? unescape(&at, '"') : (unsigned char)*at++;

		if (character < 0) {
			fclose(out);
			return parse_fail(parser, "invalid syntax");
		}
		if (byte)
			putc((int)character, out);
		else
			quote_encode(out, (uint32_t)character);
	}
	putc('\0', out);
	fclose(out);
	node->names = value;
	node->count = 1;
	parser->names += strlen(value) + 1;
	return true;
}

static struct node *parse_string(struct parser *parser, struct token token)
{
	struct node *node = parse_node(parser, NODE_STRING, token);

	if (node && token.type == TOKEN_RAW_STRING)
		term_name(parser, node, token.text + 1, token.length - 2);
	else if (node && !unquote(parser, node))
		return NULL;
	return node;
}

/* Go's integers: 10, 0x1f, 0o17, 017, 0b11, 1_000. True if the text is one. */
static bool read_integer(const char *text, double *number)
{
	char digits[64], *to = digits, *end;
	const char *from = text + (*text == '-' || *text == '+');
	int base = 10;

	if (from[0] == '0' && from[1]) {
		const char *letter = strchr("xXoObB", from[1]);

		base = !letter || strchr("oO", *letter) ? 8 : strchr("xX", *letter) ? 16 : 2;
		from += letter ? 2 : 1;
	}
	for (; *from && to < digits + sizeof digits - 1; from++)
		if (*from != '_')
			*to++ = *from;
	*to = '\0';
	errno = 0;
	*number = (double)strtoll(digits, &end, base) * (*text == '-' ? -1 : 1);
	return end > digits && !*end && errno == 0;
}

static struct node *parse_number(struct parser *parser, struct token token)
{
	struct node *node = parse_node(parser, NODE_NUMBER, token);
	autofree char *text = strndup(token.text, (size_t)token.length);
	char *end;

	if (!node || !text)
		return NULL;
	if (read_integer(text, &node->number))
		return node;
	node->number = strtod(text, &end);
	node->is_float = true;
	if (*end || end == text || node->number > DBL_MAX || node->number < -DBL_MAX)
		return parse_fail(parser, "illegal number syntax: \"%s\"", text);
	return strpbrk(text, ".eEpP") ? node : parse_fail(parser, "integer overflow: \"%s\"", text);
}

/* 'x' is a number. */
static struct node *parse_character(struct parser *parser, struct token token)
{
	struct node *node = parse_node(parser, NODE_NUMBER, token);
	const char *at = token.text + 1;
	uint32_t character;
	long value;

	if (!node)
		return NULL;
	if (*at == '\\') {
		at++;
		value = unescape(&at, '\'');
	} else {
		at += quote_decode(at, strlen(at), &character);
		value = (long)character;
	}
	if (value < 0 || *token.text == token.text[1])
		return parse_fail(parser, "invalid syntax");
	if (at != token.text + token.length - 1)
		return parse_fail(parser, "malformed character constant: %.*s", token.length, token.text);
	node->number = (double)value;
	return node;
}

static struct node *parse_variable(struct parser *parser, struct token token)
{
	struct node *node = parse_node(parser, NODE_VARIABLE, token);

	if (!node)
		return NULL;
	term_name(parser, node, token.text, token.length);
	for (int i = 0; i < parser->variable_count; i++)
		if (strcmp(parser->variables[i], node->names) == 0)
			return node;
	return parse_fail(parser, "undefined variable \"%s\"", node->names);
}

static struct node *parse_function(struct parser *parser, struct token token)
{
	struct node *node = parse_node(parser, NODE_IDENTIFIER, token);

	if (!node)
		return NULL;
	term_name(parser, node, token.text, token.length);
	if (functions_refuse(node->names))
		return parse_fail(parser, "function \"%s\" is not supported", node->names);
	if (!functions_find(node->names))
		return parse_fail(parser, "function \"%s\" not defined", node->names);
	return node;
}

static struct node *parse_constant(struct parser *parser, struct token token)
{
	enum node_type type = token.type == TOKEN_DOT ? NODE_DOT : token.type == TOKEN_NIL ? NODE_NIL : NODE_BOOL;
	struct node *node = parse_node(parser, type, token);

	if (node)
		node->truth = *token.text == 't';
	return node;
}

static struct node *parse_term(struct parser *parser)
{
	struct token token = parse_next_word(parser);
	struct node *node;

	switch (token.type) {
	case TOKEN_IDENTIFIER:
		return parse_function(parser, token);
	case TOKEN_DOT:
	case TOKEN_NIL:
	case TOKEN_BOOL:
		return parse_constant(parser, token);
	case TOKEN_VARIABLE:
		return parse_variable(parser, token);
	case TOKEN_FIELD:
		node = parse_node(parser, NODE_FIELD, token);
		if (node)
			term_name(parser, node, token.text + 1, token.length - 1);
		return node;
	case TOKEN_NUMBER:
		return parse_number(parser, token);
	case TOKEN_CHARACTER:
		return parse_character(parser, token);
	case TOKEN_STRING:
	case TOKEN_RAW_STRING:
		return parse_string(parser, token);
	case TOKEN_LEFT_PAREN:
		return pipeline_parse(parser, "parenthesized pipeline", TOKEN_RIGHT_PAREN);
	default:
		parse_back(parser);
		return NULL;
	}
}

/* A constant has no fields. */
static struct node *refuse_chain(struct parser *parser, const struct node *node)
{
	autofree char *text = strndup(node->text, (size_t)node->length), *quoted = NULL;
	size_t length;
	FILE *out = open_memstream(&quoted, &length);

	if (!text || !out)
		return parse_fail(parser, "out of memory");
	quote_write(out, text, false);
	fclose(out);
	return parse_fail(parser, "unexpected . after term %s", quoted);
}

struct node *term_parse(struct parser *parser)
{
	struct node *node = parse_term(parser), *chain;
	struct token token = parse_peek(parser);

	if (!node || token.type != TOKEN_FIELD)
		return node;
	if (node->type == NODE_FIELD || node->type == NODE_VARIABLE) {
		/* Go places the error at the first field that was chained on. */
		node->position = (int)(token.text - parser->text);
		chain = node;
	} else if (node->type == NODE_PIPE || node->type == NODE_IDENTIFIER) {
		chain = parse_node(parser, NODE_CHAIN, token);
		if (!chain)
			return NULL;
		chain->pipe = node;
	} else {
		return refuse_chain(parser, node);
	}
	while (parse_peek(parser).type == TOKEN_FIELD) {
		token = parse_next(parser);
		term_name(parser, chain, token.text + 1, token.length - 1);
	}
	return chain;
}
