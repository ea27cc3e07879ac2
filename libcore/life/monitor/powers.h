/* Powers: the capabilities that a monitor keeps while its container lives, and when it has them at hand. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <sys/types.h>

#include "base/record.h"

/* Give up for good, also for whatever is executed, what neither the container may have nor a start, a probe, an
 * errand or a teardown needs. -1 said. */
int powers_keep(const struct record *container);

/* Lay them down but for what the monitor itself does while it waits: to send signals. And have them all at hand
 * again. Neither allocates. */
void powers_rest(void);
void powers_take(void);

/* As fork(): a worker, which has all of them at hand. */
pid_t powers_fork(void);
