/* What a monitor waits for while its container runs, and what it does about it. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>
#include <sys/types.h>

#include "base/record.h"
#include "kernel/cgroup/cgroup.h"
#include "kernel/namespace.h"
#include "life/monitor/clients.h"
#include "life/health/health_watch.h"
#include "life/monitor/restarts.h"
#include "life/monitor/streams.h"
#include "life/worker.h"
#include "store/log/log.h"

enum errand { ERRAND_LIMIT, ERRAND_PAUSE, ERRAND_UNPAUSE };

struct monitor {
	struct record container;
	struct clients clients;
	struct streams streams;
	struct log log;
	struct outcome *outcome;
	struct restarts restarts;
	struct health_watch health;
	pid_t child, worker;          /* 0 once reaped; the worker, once its work is done */
	int done;                     /* -1, or readable once it is, or has ended */
	pid_t follower;               /* of the host's resolv.conf, 0 if none is at work */
	int ended;                    /* the child's wait status */
	int process;                  /* pidfd of the child; -1 between two runs */
	int lock;                     /* of the container */
	int directory, listener, signals, timer, console, resolver;
	int ports;                    /* number of sockets from MONITOR_FIRST_PORT on */
	int score;                    /* oom_score_adj before it was the monitor's */
	int rows, columns;            /* of the terminal, before it is there */
	bool started;                 /* the starter was told */
	bool alone;                   /* and left it to itself: at a boot */
	struct cgroup group;          /* of version 2, else of the freezer; on nothing: there is neither */
	pid_t errand;                 /* 0 if none is at work */
	enum errand errand_kind;
	bool goes_on;                 /* after the errand: it is to end */
	char mounts[NAMESPACE_NAME];  /* its mount namespace, where its processes are not in one of their own; "" */
	bool hurries;                 /* somebody has asked for the end */
	bool overdue;                 /* it didn't come in time */
};

/* Serve until child and worker are reaped, all output is delivered, and the pause before a restart is
 * over. */
void monitor_loop(struct monitor *monitor);

/* Ask the container to end; if it hasn't after `seconds` (-1: never), the kernel ends it. */
void monitor_ask_to_end(struct monitor *monitor, int number, int seconds);

/* The same, for good. */
void monitor_stop(struct monitor *monitor, int number, int seconds, bool by_hand);
