/* The cable of a container: a veth pair between its eth0 and an interface of the host. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdint.h>

#include "base/limits.h"

/* The name of the host's end: lb and the first twelve digits of the id. */
enum { CABLE_NAME = 2 + ID_SHORT + 1 };
void cable_name(char name[CABLE_NAME], const char *id);

/* The container's end. */
struct cable_guest {
	uint32_t address;
	const unsigned char *mac;   /* six bytes; NULL: made from the address */
};

/* Lay it into the network namespace that `netns` is open on, in place of a leftover of that name:
 * both ends up, with addresses, neighbours and routes. -1 said. */
int cable_lay(const char *name, const struct cable_guest *guest, uint32_t gateway, int netns);

/* The host's side of it once more: settings, neighbour, route. Without a cable: success. -1 said. */
int cable_restore(const char *name, const struct cable_guest *guest, uint32_t gateway);
