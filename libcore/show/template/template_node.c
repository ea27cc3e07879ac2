/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "show/template/template_node.h"

void node_append(struct node *parent, struct node *child)
{
	if (parent->last)
		parent->last->next = child;
	else
		parent->child = child;
	parent->last = child;
}

const char *node_after(const char *name)
{
	return name + strlen(name) + 1;
}

static void write_names(FILE *out, const struct node *node, const char *first)
{
	const char *name = node->names;

	for (int i = 0; i < node->count; i++, name = node_after(name))
		fprintf(out, "%s%s", i ? "." : first, name);
}

static void write_operand(FILE *out, const struct node *node)
{
	if (node->type == NODE_PIPE)
		putc('(', out);
	node_write(out, node);
	if (node->type == NODE_PIPE)
		putc(')', out);
}

static void write_pipe(FILE *out, const struct node *pipe)
{
	for (const struct node *variable = pipe->declared; variable; variable = variable->next)
		fprintf(out, "%s%s", variable == pipe->declared ? "" : ", ", variable->names);
	if (pipe->declared)
		fputs(" := ", out);
	for (const struct node *command = pipe->child; command; command = command->next) {
		fputs(command == pipe->child ? "" : " | ", out);
		node_write(out, command);
	}
}

void node_write(FILE *out, const struct node *node)
{
	switch (node->type) {
	case NODE_PIPE:
		write_pipe(out, node);
		break;
	case NODE_COMMAND:
		for (const struct node *word = node->child; word; word = word->next) {
			fputs(word == node->child ? "" : " ", out);
			write_operand(out, word);
		}
		break;
	case NODE_ACTION:
		fputs("{{", out);
		write_pipe(out, node->pipe);
		fputs("}}", out);
		break;
	case NODE_CHAIN:
		write_operand(out, node->pipe);
		write_names(out, node, ".");
		break;
	case NODE_FIELD:
		write_names(out, node, ".");
		break;
	case NODE_VARIABLE:
	case NODE_IDENTIFIER:
		write_names(out, node, "");
		break;
	case NODE_ELSE:
		fputs("{{else}}", out);
		break;
	case NODE_END:
		fputs("{{end}}", out);
		break;
	default:
		fwrite(node->text, 1, (size_t)node->length, out);
	}
}
