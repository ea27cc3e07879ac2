/* Filters of volumes: which ones `volume ls -f` lets through. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

#include "base/record.h"

/* Take the values of key "filter" in `given` (filter_words.h) and check them. -1 said; 1: said, a slip of the
 * pen for which Docker's client leaves with 125. */
int volume_filter_read(struct record *wanted, const struct record *given);

/* Whether the filters let a volume through that is used or not; those that ask for that have the key
 * "dangling". */
bool volume_filter_accepts(const struct record *wanted, const struct record *volume, bool used);
