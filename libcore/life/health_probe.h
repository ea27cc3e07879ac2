/* A probe: one run of a container's healthcheck, and what is noted of it. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdint.h>

#include "base/record.h"
#include "life/health.h"

struct health_probe {
	struct record *container;
	int process;              /* pidfd of its first process */
	struct healthcheck check;
	struct health health;     /* before it */
	int64_t age;              /* of the container, in nanoseconds, as it begins */
	bool anew;                /* the status may say something else of its health */
};

/* Run it, in a process of its own that the container's monitor has forked; write the result to the log
 * (store/health_log.h), and to status and events where that changes its health. Killed, it takes the
 * probe along. The exit status, for health_judge: 0, 1. */
int health_probe_run(const struct health_probe *probe);
