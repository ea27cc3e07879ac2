/* Filters of volumes: which ones `volume ls -f` lets through. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

#include "base/record.h"

/* Check the values of key "filter" in `given`. -1 said; 1: said, a slip of the pen for which Docker's
 * client leaves with 125. */
int volume_filter_check(const struct record *given);

/* Whether the filters let a volume through that is used or not. */
bool volume_filter_accepts(const struct record *given, const struct record *volume, bool used);

/* True if one of them asks whether volumes are used. */
bool volume_filter_asks_use(const struct record *given);
