/* From one run of a container to the next, with the same monitor. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

#include "life/monitor/monitor_loop.h"

/* After a run: if its restart policy wants another one, undo what this one has in the kernel but for
 * the host ports, tell who waited for its end, wait, and claim anew what a start needs. True: it may
 * start. False: it has ended for good, or what it needs is not there (the outcome says so). */
bool monitor_restart_prepare(struct monitor *monitor);

/* True while a run is begun that has no first process yet, and can only be killed. */
bool monitor_restart_is_starting(const struct monitor *monitor);

/* Somebody sends a signal to the container; what asks it to end is the end of its restarts, too. 0 or
 * an errno. */
int monitor_restart_signal(struct monitor *monitor, int number);

/* Its healthcheck has found it unhealthy: if it was made to be, it is asked to end, and runs again. */
void monitor_restart_unhealthy(struct monitor *monitor);

/* How the end is noted, once there will be no other run. */
struct ending monitor_restart_ending(const struct monitor *monitor);
