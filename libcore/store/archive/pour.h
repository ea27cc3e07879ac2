/* Pouring: all that comes out of one descriptor into another, one of them a pipe. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "store/watch.h"

/* Until `from` ends. `watch` is told of `what`, that has `total` bytes (0: unknown). -1 and errno. */
int pour(int from, int to, const struct watch *watch, const char *what, long long total);
