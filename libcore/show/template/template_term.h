/* The operands of a template's pipelines: fields, variables, constants, functions, parentheses. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "show/template/template_parse.h"

/* Parse one operand. NULL with an empty parser->error if what comes next is none (it stays to be
 * read), NULL with an error otherwise. */
struct node *term_parse(struct parser *parser);

/* Add a name of `length` bytes to a node: it must be the last node that was given one. */
void term_name(struct parser *parser, struct node *node, const char *name, int length);
