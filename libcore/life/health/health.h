/* Health: what the results of a container's healthcheck make of it. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "store/healthcheck.h"

enum health_state { HEALTH_STARTING, HEALTH_HEALTHY, HEALTH_UNHEALTHY };

struct health {
	enum health_state state;
	int streak;               /* failures in a row */
};

/* "starting", "healthy", "unhealthy" */
const char *health_word(enum health_state state);

/* What one more result makes of it: the exit status of the test (0: well), and when it began, in
 * nanoseconds since the container's start. True if the state has changed. */
bool health_judge(struct health *health, const struct healthcheck *check, int exit, int64_t age);
