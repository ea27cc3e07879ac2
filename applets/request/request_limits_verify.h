/* What Docker's daemon looks at in limits before anything is done about them. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

#include "base/record.h"

/* Whether the limits of a record can be, each and together; of an `update`, those that it changes. -1 said,
 * in Docker's words. */
int request_limits_verify(const struct record *container, bool update);
