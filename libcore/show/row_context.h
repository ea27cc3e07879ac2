/* A row as a template sees it: {{.ID}}, {{.Names}}, {{.Label "key"}}… */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

struct cJSON;
struct row;

/* The caller deletes both with row_context_free. NULL after a failure that is said. `sized`: go
 * through the container's files for its size. */
struct cJSON *row_context(const struct row *row, bool whole, bool sized);

/* What stands above a column. */
struct cJSON *row_context_header(void);

void row_context_free(struct cJSON *context);
