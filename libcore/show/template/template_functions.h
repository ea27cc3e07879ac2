/* The functions of templates: Go's own, and those that Docker adds. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "show/template/template_state.h"

enum { ARGUMENTS_MOST = 32 };

/* A call in progress: its arguments, and what it is worth. */
struct call {
	struct state *state;
	const struct cJSON *values[ARGUMENTS_MOST];
	int count;
	const struct cJSON *result;
	char error[256];
};

/* For functions: set the error, "error calling NAME: …", and return -1. */
int call_fail(struct call *call, const char *format, ...) __attribute__((format(printf, 2, 3)));

bool functions_find(const char *name);

/* True for functions of Go that are not offered: nothing here is HTML. */
bool functions_refuse(const char *name);

/* A command: its words after the first, and what the pipeline brings as last argument (`final`,
 * NULL if nothing). `whole` is what an error of a function is at. */
struct command {
	const struct cJSON *dot;
	const struct node *whole, *arguments;
	const struct cJSON *const *final;
};

/* Call one with the command's arguments. -1: the state's error is set. */
int functions_call(struct state *state, const char *name, const struct command *command,
                   const struct cJSON **value);
