/* What a request says of the container's health: --health-…, --no-healthcheck. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

#include "base/record.h"

struct request_health {
	bool none, restart;
	const char *command, *durations[3];   /* in the order of healthcheck_numbers */
	long retries;
};
extern struct request_health request_health;

#define REQUEST_HEALTH_OPTIONS \
	OPT_TEXT(0, "health-cmd", &request_health.command, "string", "Command to run to check health"), \
	OPT_TEXT(0, "health-interval", &request_health.durations[0], "duration", \
		 "Time between running the check (ms|s|m|h) (default 0s)"), \
	OPT_NUMBER(0, "health-retries", &request_health.retries, "int", \
		   "Consecutive failures needed to report unhealthy"), \
	OPT_TEXT(0, "health-start-period", &request_health.durations[2], "duration", \
		 "Start period for the container to initialize before starting " \
		 "health-retries countdown (ms|s|m|h) (default 0s)"), \
	OPT_TEXT(0, "health-timeout", &request_health.durations[1], "duration", \
		 "Maximum time to allow one check to run (ms|s|m|h) (default 0s)"), \
	OPT_FLAG(0, "no-healthcheck", &request_health.none, \
		 "Disable any container-specified HEALTHCHECK"), \
	OPT_FLAG(0, "restart-unhealthy", &request_health.restart, \
		 "Restart the container when its healthcheck finds it unhealthy")

/* What Docker's flag library finds, and what its client does. -1 said. */
int request_health_check_words(void);
int request_health_check(void);

/* Add it to the container, and what it leaves to the image. -1 said. */
int request_health_add(struct record *container, const struct record *image);
