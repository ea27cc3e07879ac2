/* Starting a container: claims, monitor, and the wait for its first process. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

#include "base/limits.h"

enum {
	START_RUNS_ALREADY = 1,   /* or is to be restarted by its monitor */
	START_BUSY,               /* somebody else is starting or ending it: come back after */
	START_PAUSE = 50,         /* milliseconds */
};

/* Instead of streams: a wait for links goes on if the caller ends. Else that calls the start off. */
enum { START_ALONE = 1 << 8 };

/* Start it. `streams` (ATTACH_* of message.h) are what the caller will relay over `*control`, its
 * connection to the monitor, which the caller closes; -1 if START_RUNS_ALREADY is returned. What somebody else is
 * starting or ending is waited for. `*code` is the exit status for a failure: 125, 126 or 127. -1
 * said, and everything of the start undone (a --rm container is removed). */
int start_container(const char *id, int streams, int *control, int *code);

/* It runs, or is to be restarted by its monitor. */
bool start_was_made(const char *id);

/* The same in two steps, for who starts several: the second when `control` can be read. The first may
 * also return START_BUSY; the second leaves `control` open whatever happens. */
int start_begin(const char *id, int streams, int *control, int *code);
int start_end(const char *id, int control, int *code);
