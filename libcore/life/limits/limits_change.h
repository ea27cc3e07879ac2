/* Changing the limits of a container that is there, and perhaps runs. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "base/record.h"

/* Whether the changes go with what the container has; what Docker keeps of its memory with swap is added to
 * them. -1 said, in Docker's words. */
int limits_change_check(const struct record *container, struct record *changes);

/* Have the monitor hold a container that runs to its record, which has just been saved. 0 if it doesn't run.
 * -1 said. */
int limits_change_ask(const char *id);

/* In the monitor's worker: do so. Cgroups that are new are noted in the status. -1 said. */
int limits_change_do(const struct record *container);
