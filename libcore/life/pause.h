/* Pausing a container that runs: all of its processes are stopped where they are, until they go on. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

/* Pause it, or let it go on. -1 said, in Docker's words: it doesn't run, it is so already, or the kernel
 * can't. */
int pause_container(const char *id, bool paused);
