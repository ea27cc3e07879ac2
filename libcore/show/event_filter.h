/* Filters of events: --filter key=value, as Docker reads them. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

#include "base/record.h"

struct event;

/* Understand the values of key "filter" in `given` into lines of their keys. 1: said, a slip of the pen
 * for which Docker's client leaves with 125; -1 said. */
int event_filter_read(struct record *wanted, const struct record *given);

/* Of one key any value is enough (of labels all are wanted), and every key is to be met. */
bool event_filter_accepts(const struct record *wanted, const struct event *event);

/* The keys, by number; NULL past the last. */
const char *event_filter_key(int number);
