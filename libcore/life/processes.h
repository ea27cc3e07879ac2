/* The processes of a container that runs. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <sys/types.h>

#include "base/record.h"

/* Their pids, as the caller counts, in ascending order; those of exec among them. The number of them, at most
 * `most`; the rest is left out. */
int processes_of(const struct record *status, pid_t *pids, int most);
