/* What a template's pipelines are worth. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "show/template/template_state.h"

struct cJSON;

/* The value of a pipeline, which it also gives to the variables that it declares. NULL is no
 * value. -1: the state's error is set. */
int value_of_pipeline(struct state *state, const struct cJSON *dot, const struct node *pipe,
                      const struct cJSON **value);

/* The value of an argument for a parameter of this kind: 's' string, 'i' int, 'l' []string, 'a'
 * interface {}, 'v' reflect.Value. */
int value_of_argument(struct state *state, const struct cJSON *dot, char kind, const struct node *node,
                      const struct cJSON **value);

/* -1 with the error set, if the value doesn't suit such a parameter. */
int value_check(struct state *state, char kind, const struct cJSON *value);
