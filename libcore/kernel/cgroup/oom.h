/* Whom the kernel kills first when memory runs out. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>
#include <sys/types.h>

enum { OOM_NEVER = -1000 };

/* The caller's score, -1000 to 1000. */
int oom_score(void);

/* Set it. False: the caller may not (lowering it takes CAP_SYS_RESOURCE). */
bool oom_set_score(int score);

/* The same for another process, as /proc calls it: then it can't go below that by itself. */
bool oom_set_score_of(pid_t pid, int score);
