/* The limits and devices of a container, as inspect shows them among its HostConfig. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "base/record.h"

struct cJSON;

void view_add_limits(struct cJSON *config, const struct record *container);
