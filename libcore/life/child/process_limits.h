/* Limits that each process of a container has by itself: --ulimit, --oom-score-adj. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <sys/types.h>

#include "base/record.h"

/* Hold the caller to those of the record, before it gives up what it may do. -1 said: it may not raise them. */
int process_limits_take(const struct record *container);

/* The same for a process that can do it itself no more: `pid` as the caller counts, `pid_of_host` as /proc
 * does; `score` is its oom_score_adj if the record says nothing of it. */
int process_limits_give(const struct record *container, pid_t pid, pid_t pid_of_host, int score);

/* What a process that can't read the record or the status needs of them, for process_limits_take,
 * cgroup_doors_open and child_namespaces_users: as text, which the caller frees (NULL: no memory), and as a record again. Reading
 * cuts the text up. */
char *process_limits_write(const struct record *container, const struct record *status);
int process_limits_read(struct record *limits, char *text);
