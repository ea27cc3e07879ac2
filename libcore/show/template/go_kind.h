/* The kinds of Go's values, asked of their JSON. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct cJSON;

/* KIND_NONE: no value, or a nil interface. */
enum go_kind {
	KIND_NONE, KIND_BOOL, KIND_INT, KIND_FLOAT, KIND_STRING, KIND_SLICE, KIND_MAP, KIND_STRUCT,
	KIND_POINTER,
};

enum go_kind kind_of(const struct cJSON *value);

/* Of what a pointer points to; KIND_POINTER is the nil pointer then. */
enum go_kind kind_behind(const struct cJSON *value);

/* How many bytes, elements or keys; -1 if it has no length. */
int kind_length(const struct cJSON *value);

/* What {{if}} asks. */
bool kind_is_true(const struct cJSON *value);

/* Go's name of its type, as errors have it; `held`: of what holds it, if that is an interface {}. */
const char *kind_type(const struct cJSON *value, bool held);
