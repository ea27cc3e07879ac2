/* What a container claims before a run: its sources, volumes, address and host ports. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "life/network/ports.h"

/* For a start by somebody: the status is begun anew, with all that was claimed. -1 said. */
int claim_take(const struct record *container, struct ports *ports);

/* For a restart by its monitor, which has kept the ports: the rest of it. -1 said. */
int claim_again(const struct record *container);
