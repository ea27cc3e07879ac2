/* Starting a container: claims, monitor, and the wait for its first process. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "base/limits.h"

enum { START_RUNS_ALREADY = 1 };

/* Start it. `streams` (ATTACH_* of message.h) are what the caller will relay over `*control`, its
 * connection to the monitor, which the caller closes; -1 if START_RUNS_ALREADY is returned. `*code`
 * is the exit status for a failure: 125, 126 or 127. -1 said, and everything of the start undone
 * (a --rm container is removed). */
int start_container(const char *id, int streams, int *control, int *code);
