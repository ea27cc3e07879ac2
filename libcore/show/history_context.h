/* A step of an image's history as a template sees it: {{.ID}}, {{.CreatedBy}}… */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

struct cJSON;
struct image_step;

/* The caller deletes both with history_context_free. `whole`: nothing is cut; `human`: sizes and times are
 * in words. NULL after a failure that is said. */
struct cJSON *history_context(const struct image_step *step, bool whole, bool human);
struct cJSON *history_context_header(void);
void history_context_free(struct cJSON *context);
