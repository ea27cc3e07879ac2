/* The networks and volumes that a container takes part in while it runs: what events say of them. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "base/record.h"

/* "connect" and "mount", "disconnect" and "unmount". As store/events.h: silent. */
void participation_begins(const struct record *container);
void participation_ends(const struct record *container);
