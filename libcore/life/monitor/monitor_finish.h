/* The end of a monitor: what it kept is undone, and those who wait for it are told. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "life/monitor/monitor_loop.h"

/* The last run has ended. Whoever sees its end in the store finds its host ports free. */
void monitor_finish(struct monitor *monitor);
