/* A template at work: where it stands, its variables, and the values that it has made. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>
#include <stdio.h>

#include "show/template/template.h"
#include "show/template/template_node.h"
#include "show/template/template_parse.h"

struct cJSON;

struct variable {
	const char *name;
	const struct cJSON *value;
};

struct state {
	const char *text;                 /* of the template */
	const struct node *at;            /* for errors */
	enum template_mode mode;
	FILE *out;
	struct cJSON *made;               /* an array that holds the values made on the way */
	struct variable variables[VARIABLES_MOST];
	int count;
	enum node_type jump;              /* NODE_BREAK or NODE_CONTINUE while leaving a loop's body */
	char *error;                      /* TEMPLATE_ERROR bytes */
};

/* Set the error, "template: :1:2: executing "" at <…>: …", and return -1. */
int state_fail(struct state *state, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* New values; they live as long as the state. */
const struct cJSON *state_text(struct state *state, const char *text);
const struct cJSON *state_number(struct state *state, double number, bool is_float);
const struct cJSON *state_bool(struct state *state, bool truth);
const struct cJSON *state_nil_pointer(struct state *state);
struct cJSON *state_list(struct state *state);

/* The value itself, taken out of the interface {} that holds it; NULL of nil. */
const struct cJSON *state_unwrap(struct state *state, const struct cJSON *value);

/* Variables: the newest of a name counts. -1: the error is set. */
int state_push(struct state *state, const char *name, const struct cJSON *value);
int state_set(struct state *state, const char *name, const struct cJSON *value);
int state_get(struct state *state, const char *name, const struct cJSON **value);
