/* The NetworkSettings of a container in a view: addresses and ports, while it runs. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "base/record.h"

struct cJSON;

void view_add_network(struct cJSON *view, const struct record *container, const struct record *status);
