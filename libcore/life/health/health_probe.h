/* A probe: one run of a container's healthcheck, and what is noted of it. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdint.h>

#include "base/record.h"
#include "life/health/health.h"

struct health_probe {
	struct record *container;
	int process;              /* pidfd of its first process */
	struct healthcheck check;
	struct health health;     /* before it */
	int64_t age;              /* of the container, in nanoseconds, as it begins */
	bool anew;                /* the status may say something else of its health */
};

/* What the exit status of one says: bits. Void: the container ends, and so did the probe. */
enum { PROBE_FAILED = 1, PROBE_NOT_NOTED = 2, PROBE_VOID = 4 };

/* Run it, in a process of its own that the container's monitor has forked; write the result to the log
 * (store/log/health_log.h), and to status and events where that changes its health. Killed, it takes the
 * probe along. What it is to exit with. */
int health_probe_run(const struct health_probe *probe);
