/* Filters of events: --filter key=value, as Docker reads them. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

#include "base/record.h"

struct event;

/* `wanted`: filter_words.h. Of one key any value is enough (of labels all are wanted), and every key is to be met. */
bool event_filter_accepts(const struct record *wanted, const struct event *event);

/* The keys, by number; NULL past the last. */
const char *event_filter_key(int number);
