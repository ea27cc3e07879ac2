/* The restarts of a container that runs: whether another one is due after a run, and when. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>
#include <time.h>

#include "life/restart_policy.h"

struct restarts {
	struct restart_policy policy;
	int count;                /* since somebody started it: RestartCount */
	int pause;                /* milliseconds before the last one, 0 if there was none */
	int exit;                 /* status of the last run */
	struct timespec began;    /* the run that is on; CLOCK_MONOTONIC */
	bool cancelled;           /* no other run follows */
	bool by_hand;             /* because the user has ended it */
	bool unhealthy;           /* the run that is on was asked to end for that: --restart-unhealthy */
	bool waiting;             /* between two runs, for the timer */
};

/* A container is started by somebody. */
void restarts_begin(struct restarts *restarts, const struct record *container);

/* The run that has begun is the last, by the user's will or because the machine goes down. */
void restarts_cancel(struct restarts *restarts, bool by_hand);

/* A run that began at `began` has ended now with this status. True: another one is due, after
 * `pause` milliseconds: 100, doubled each time up to a minute, 100 again after a run of ten seconds. */
bool restarts_follow(struct restarts *restarts, int exit, const struct timespec *now);

/* What is to be left of the end for the next boot to see. */
enum restart_mark restarts_mark(const struct restarts *restarts, bool failed);
