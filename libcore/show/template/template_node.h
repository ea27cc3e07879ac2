/* The parts of a parsed template, as a tree. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>
#include <stdio.h>

enum node_type {
	NODE_LIST,         /* children: what stands one after the other */
	NODE_TEXT,         /* text, length */
	NODE_ACTION,       /* pipe */
	NODE_IF, NODE_WITH, NODE_RANGE,     /* pipe, list, otherwise */
	NODE_BREAK, NODE_CONTINUE,
	NODE_ELSE, NODE_END,                /* never in a tree: they end a list */
	NODE_PIPE,         /* declared: variables; assigns; children: commands */
	NODE_COMMAND,      /* children: the function or value, and its arguments */
	NODE_FIELD,        /* names: .A.B */
	NODE_VARIABLE,     /* names: $x, then fields */
	NODE_CHAIN,        /* pipe or identifier in `pipe`, then names: (…).A.B */
	NODE_IDENTIFIER,   /* names: one */
	NODE_DOT, NODE_NIL,
	NODE_BOOL,         /* truth */
	NODE_NUMBER,       /* text, length, number, is_float */
	NODE_STRING,       /* text and length as written, names: its value */
};

struct node {
	enum node_type type;
	int position;              /* where in the template, in bytes */
	const char *text;
	int length;
	const char *names;         /* `count` strings, each ended by NUL */
	int count;
	bool truth, assigns, is_float;
	double number;
	struct node *child, *last, *declared;
	struct node *pipe, *list, *otherwise;
	struct node *next;
};

void node_append(struct node *parent, struct node *child);

/* The name after this one. */
const char *node_after(const char *name);

/* As Go writes it in its errors. */
void node_write(FILE *out, const struct node *node);
