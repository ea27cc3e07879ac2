/* An errand: what somebody wants of a container that runs: that it is paused, goes on, gets other limits. A worker
 * of its monitor does it, one at a time, so that nobody else writes the status. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "life/monitor/clients.h"
#include "life/monitor/monitor_loop.h"

/* A worker does it, notes it in the status and tells the client: DONE, with 0 or an errno. ESRCH: it does
 * not run; EALREADY: it is so already; EBUSY: another is at it; ENOTSUP: the kernel can't. */
void monitor_errand_pause(struct monitor *monitor, struct client *client, bool paused);

/* The same for limits that have changed: DONE, with 0 or EBUSY, or FAILED. */
void monitor_errand_limit(struct monitor *monitor, struct client *client);

/* It has been sent a signal that is to end it: it goes on, if it was paused, to take that. */
void monitor_errand_end_pause(struct monitor *monitor);

/* True if the process that has ended was the worker, with that wait status. One that was killed leaves a
 * container that goes on, and its client is told: EINTR. */
bool monitor_errand_reap(struct monitor *monitor, pid_t ended, int status);
