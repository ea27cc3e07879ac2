/* The parser of templates: from words to a tree of nodes. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

#include "show/template/template_lex.h"
#include "show/template/template_node.h"

enum { VARIABLES_MOST = 64, NESTING_MOST = 200 };

/* Nodes and names are taken from two blocks, whose sizes the length of the template bounds. */
struct parser {
	struct lexer lexer;
	const char *text;
	struct token tokens[3];                      /* read ahead: [0] is the newest */
	int peeked;
	struct node *nodes;
	int node_count, nodes_most;
	char *names;
	const char *variables[VARIABLES_MOST];       /* in scope, "$" first */
	int variable_count;
	int range_depth, depth;                      /* loops; all that nests */
	int action_line;
	char *error;                                 /* TEMPLATE_ERROR bytes */
};

/* Parse the whole template: a list. NULL: parser->error is set. */
struct node *parse_template(struct parser *parser);

/* The rest is for the parts of the parser: reading ahead, */
struct token parse_next(struct parser *parser);
struct token parse_peek(struct parser *parser);
struct token parse_next_word(struct parser *parser);      /* that is not space */
struct token parse_peek_word(struct parser *parser);
void parse_back(struct parser *parser);

/* new nodes (NULL: an error), */
struct node *parse_node(struct parser *parser, enum node_type type, struct token token);

/* and errors: "template: :LINE: …". Returns NULL. */
void *parse_fail(struct parser *parser, const char *format, ...) __attribute__((format(printf, 2, 3)));
void *parse_unexpected(struct parser *parser, struct token token, const char *context);
