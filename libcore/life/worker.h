/* The worker: forked by the monitor for one start or one end, so that the monitor allocates nothing. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>
#include <sys/types.h>

#include "base/limits.h"
#include "base/record.h"
#include "life/restart_policy.h"
#include "life/teardown.h"

/* What the worker found out, in memory that the monitor shares. */
struct outcome {
	int failed;                  /* 0, or the exit status of a start that failed: 125, 126, 127 */
	volatile bool waits;         /* for links: there is no first process yet */
	bool late;                   /* and that was in vain */
	bool ran;                    /* the first process did exec */
	bool joined;                 /* it is in its network, and events have said so */
	volatile bool paused;
	int pid;                     /* of the first process, as the host counts */
	char text[FAILURE_LENGTH];   /* why it failed */
};

/* Claim again what a restart needs. Fills the outcome if that fails. */
void worker_prepare(struct record *container, struct outcome *outcome);

/* Bring the child (`process`: a pidfd of it, `pid`: as the worker counts) that reports on this socket to its exec: attach and wire
 * the network, tell it to go on, save the status. Fills the outcome. */
void worker_start(const struct record *container, int process, pid_t pid, int report, struct outcome *outcome);

/* The host's resolv.conf has changed. */
void worker_follow_resolver(const struct record *container);

/* After a run: undo it all (life/teardown.h), and leave the mark of the end. */
void worker_finish(struct record *container, const struct ending *ending, enum restart_mark mark);
