/* The pause of a commit: a container that runs stands still until it is over, even if we are killed. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <sys/types.h>

struct commit_pause {
	int pipe;            /* its end ends the pause */
	pid_t process;       /* that waits for this; -1: there is no pause */
};

/* Where the kernel can't, or the container doesn't run, or is paused already, there is no pause. Silent. */
void commit_pause_begin(struct commit_pause *pause, const char *id);
void commit_pause_end(struct commit_pause *pause);
