/* The keeper: the parent that one command of `exec` has. It holds the command's pipes or terminal
 * and serves them to the client, as the monitor does for a container's first process. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>
#include <sys/types.h>

enum { KEEPER_CLIENT = 3, KEEPER_PIDFD = 4, KEEPER_CONFINEMENT = 5 };

struct keeping {
	char **argv;
	const char *user, *workdir;
	const char *groups;           /* more of them for the user, each ended by a comma */
	char *limits;                 /* process_limits_write */
	bool detach, input, tty, brief;
};

/* Enter the container of the process KEEPER_PIDFD, run the command there with our environment and
 * within KEEPER_CONFINEMENT (confinement_save), in its cgroups, and tell the client on KEEPER_CLIENT in messages: STARTED or FAILED, output, EXIT. If the client goes,
 * the command stays, unless it is a brief one. To be called in a process of its own, run from binary_open(). */
int keeper_run(const struct keeping *keeping);
