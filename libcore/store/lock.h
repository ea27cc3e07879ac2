/* Locks: on files, held by an open file description, so that a process can hand one on. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

/* Open (or make) `name` below `dir` and lock it, waiting for whoever has it: closing the returned
 * descriptor, or dying, lets go. -1 and errno. */
int lock_take(int dir, const char *name);

/* The same without waiting: errno EAGAIN if somebody has it. Never the lock of a file that was
 * removed meanwhile. */
int lock_try(int dir, const char *name);

/* True while somebody (other than through this description) holds it. Takes nothing. False and errno, other
 * than ENOENT: that can't be found out. */
bool lock_is_held(int dir, const char *name);
