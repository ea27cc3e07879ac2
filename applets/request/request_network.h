/* What a request says of the network: ports, links, names, addresses. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "base/record.h"

/* Check what is wrong by its words alone: --link, --add-host, --dns, -p, --expose. -1 said. */
int request_network_check(void);

/* What contradicts --network container:NAME, which Docker's daemon finds. -1 said. */
int request_network_conflicts(void);

/* Add the ports and names to the record; -1 said. Then the network, of which Docker looks only at
 * the start whether it is there; -1 said. */
int request_network_add(struct record *container);
int request_network_join(struct record *container);
