/* JSON as Go's encoder and Docker write it. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdio.h>

struct cJSON;

/* On one line. */
void json_write(FILE *out, const struct cJSON *value);

/* Indented by four spaces a level, as what stands at `depth`. */
void json_write_at(FILE *out, const struct cJSON *value, int depth);
