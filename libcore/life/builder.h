/* The builder: a process that makes the root of a container whose own first process has a user namespace, and
 * so can't. It has all that the host's root may do, and nothing in it is the container's. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <sys/types.h>

#include "base/record.h"

/* Whom it builds for, and has as `process` a pidfd: its pid as the host counts. */
struct building {
	const struct record *container;
	int process;
	pid_t pid;
	int report;      /* the worker's end of the child's socket */
};

/* In the worker, once the child has sent REPORT_ROOT: give it its ids, and start a builder, which hands the
 * child its root or tells it why there is none. The builder's pid; -1 said. */
pid_t builder_begin(const struct building *building);

/* Wait for it. -1 said: it was killed. */
int builder_end(pid_t builder);

/* Kill it, of a start that has failed. */
void builder_abandon(pid_t builder);

/* In the child: take the root from the builder, make it its own, and become root of its user namespace. -1
 * said. */
int builder_await(const struct record *container, int report);
