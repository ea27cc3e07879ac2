/* What the clients of a monitor ask of it. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "life/monitor/monitor_loop.h"

/* Take what this one has sent, or let it go. */
void monitor_hear(struct monitor *monitor, struct client *client);
