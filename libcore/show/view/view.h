/* A container as Docker 20.10's JSON: for inspect, templates and scripts. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

struct cJSON;

/* The view of the container with this full id, `sized` with the sizes of its files; free it with
 * view_free. NULL after a failure that is said. */
struct cJSON *view_container(const char *id, bool sized);
void view_free(struct cJSON *view);

/* Turn a view into what reading its JSON would give: what inspect's templates see the second time. */
void view_forget(struct cJSON *view);
