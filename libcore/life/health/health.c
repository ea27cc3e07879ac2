/* SPDX-License-Identifier: MIT */
#include <limits.h>

#include "life/health/health.h"

const char *health_word(enum health_state state)
{
	static const char *const words[] = {
		[HEALTH_STARTING] = "starting", [HEALTH_HEALTHY] = "healthy", [HEALTH_UNHEALTHY] = "unhealthy",
	};

	return words[state];
}

bool health_judge(struct health *health, const struct healthcheck *check, int exit, int64_t age)
{
	enum health_state before = health->state;

	if (exit == 0) {
		*health = (struct health){ .state = HEALTH_HEALTHY };
		return before != HEALTH_HEALTHY;
	}
	/* Who never was well has as long as its start period. */
	if (before == HEALTH_STARTING && age < check->start_period)
		return false;
	health->streak += health->streak < INT_MAX;
	if (health->streak >= check->retries)
		health->state = HEALTH_UNHEALTHY;
	return health->state != before;
}
