/* Whom the kernel kills first when memory runs out. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

enum { OOM_NEVER = -1000 };

/* The caller's score, -1000 to 1000. */
int oom_score(void);

/* Set it. False: the caller may not (lowering it takes CAP_SYS_RESOURCE). */
bool oom_set_score(int score);
