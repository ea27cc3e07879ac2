/* Limits that each process of a container has by itself: --ulimit, --oom-score-adj. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "base/record.h"

/* Hold the caller to those of the record, before it gives up what it may do. -1 said: it may not raise them. */
int process_limits_take(const struct record *container);

/* What a process that can't read the record or the status needs of them, for process_limits_take and
 * cgroup_doors_open: as text, which the caller frees (NULL: no memory), and as a record again. Reading
 * cuts the text up. */
char *process_limits_write(const struct record *container, const struct record *status);
int process_limits_read(struct record *limits, char *text);
