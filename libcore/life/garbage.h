/* Garbage: what commands that were killed half-way have left of containers that never came to be. */
/* SPDX-License-Identifier: MIT */
#pragma once

/* Remove it: directories without a record, leases of containers without one, what killed monitors have
 * left (remains.h). Looks at all of them. -1 said. */
int garbage_sweep(void);
