/* Go's fmt.Sprintf, Sprint and Sprintln over values. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdio.h>

struct cJSON;

void go_printf(FILE *out, const char *format, const struct cJSON *const *values, int count);

/* A space only between two values neither of which is a string. */
void go_sprint(FILE *out, const struct cJSON *const *values, int count);

/* A space between any two, and a newline. */
void go_sprintln(FILE *out, const struct cJSON *const *values, int count);
