/* Pausing a container: its monitor has all of its processes stopped, and go on again. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "life/clients.h"
#include "life/monitor_loop.h"

/* A worker does it, notes it in the status and tells the client: DONE, with 0 or an errno. ESRCH: it does
 * not run; EALREADY: it is so already; EBUSY: another is at it; ENOTSUP: the kernel can't. */
void monitor_pause(struct monitor *monitor, const struct client *client, bool paused);

/* It has been sent a signal that is to end it: it goes on, if it was paused, to take that. */
void monitor_pause_end(struct monitor *monitor);

/* True if the process that has ended was the worker. */
bool monitor_pause_reap(struct monitor *monitor, pid_t ended);
