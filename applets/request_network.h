/* What a request says of the network: ports, links, names, addresses. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "base/record.h"

/* Check what is wrong by its words alone: --link, --add-host, --dns, -p, --expose. -1 said. */
int request_network_check(void);

/* Add the keys of it to the record. -1 said. */
int request_network_add(struct record *container);
