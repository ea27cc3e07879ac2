/* The health watch of a monitor: a timer, and the probe that it lets go off. Without a healthcheck
 * there is neither. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/record.h"
#include "life/health/health.h"

struct health_watch {
	struct record *container;
	struct healthcheck check;
	struct health health;
	int timer;                /* to be polled; -1: there is no healthcheck */
	int score;                /* oom_score_adj of probes */
	pid_t prober;             /* 0: none is at work */
	uint64_t started, asked;  /* the container, its last probe; as duration_clock */
	bool anew;                /* what is noted may not be so */
};

/* Prepare to watch this container. -1 said. */
int health_watch_open(struct health_watch *watch, struct record *container, int score);

/* It has started: its health begins anew, too. */
void health_watch_begin(struct health_watch *watch);

/* It is paused, is to end, or has ended: no more probes; one that is at work is ended and forgotten. */
void health_watch_rest(struct health_watch *watch);

/* It goes on. */
void health_watch_resume(struct health_watch *watch);

/* The timer is ready: fork a probe that enters the container of the process `process` (pidfd). */
void health_watch_probe(struct health_watch *watch, int process);

/* A child of the monitor has ended. True if that was the probe, and has made the container unhealthy. */
bool health_watch_reap(struct health_watch *watch, pid_t ended, int status);
