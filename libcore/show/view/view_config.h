/* The Config of a container or an image in a view. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "base/record.h"

struct cJSON;

/* Add it under `name` from a container's or an image's record; NULL: as Docker shows no
 * configuration at all. */
void view_add_config(struct cJSON *view, const char *name, const struct record *record);
