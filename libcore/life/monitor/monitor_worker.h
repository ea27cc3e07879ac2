/* How a monitor has a worker (life/worker.h), and hears that its work is done. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "life/monitor/monitor_loop.h"

/* Fork one, as monitor->worker; 0 in the worker, which ends with monitor_worker_end. Where there is no room for a
 * process monitor->worker is 0, and so is nothing done: -1, errno. */
pid_t monitor_worker_fork(struct monitor *monitor);

/* In the worker: let go of all that is the monitor's, and say that the work is done. The end itself takes as long as
 * the kernel needs to free what was taken out of the firewall (5 to 15 ms), and nobody waits for that. */
_Noreturn void monitor_worker_end(const struct monitor *monitor);

/* monitor->done is readable. True: the work is done, and monitor->worker 0. False: its end will be heard of. */
bool monitor_worker_is_done(struct monitor *monitor);

/* Wait until it is done, or the worker has ended. */
void monitor_worker_await(struct monitor *monitor);
