/* What a link tells its consumer in variables: DB_PORT, DB_PORT_5432_TCP_ADDR, DB_NAME, DB_ENV_… */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "base/record.h"

/* Add them for every link of the container, in command line order. A source without an address
 * (it was removed since) adds nothing. -1 said. */
int link_environment_add(struct record *environment, const struct record *container);
