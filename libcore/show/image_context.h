/* An image as a template sees it: {{.Repository}}, {{.Tag}}, {{.ID}}… */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

#include "base/record.h"

struct cJSON;

/* One of the image's names ("name:tag", NULL for none). The caller deletes both with
 * image_context_free. NULL after a failure that is said. */
struct cJSON *image_context(const struct record *image, const char *tagged, bool whole);

/* What stands above a column. */
struct cJSON *image_context_header(void);

void image_context_free(struct cJSON *context);
