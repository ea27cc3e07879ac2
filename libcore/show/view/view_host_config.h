/* The HostConfig of a container in a view: what it was told about the host. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "base/record.h"

struct cJSON;

/* `name` is the container's, with its slash. */
void view_add_host_config(struct cJSON *view, const struct record *container, const char *name);
