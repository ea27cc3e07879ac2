/* The Mounts of a container in a view. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "base/record.h"

struct cJSON;

void view_add_mounts(struct cJSON *view, const struct record *container);
