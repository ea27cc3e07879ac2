/* Who has a host port: the wide ranges that have no sockets, and the answer when a bind fails. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/limits.h"
#include "store/port.h"

/* True if a running container other than the caller's has this host port; its name. Looks at all of
 * them: for error messages. */
bool port_owner_find(bool udp, uint32_t address, uint16_t port, char name[NAME_LENGTH + 1]);

/* Wide ranges: noted under the claims lock, dropped with the container. -1 said. */
int port_owner_add_range(const char *id, const struct publication *range);
bool port_owner_has_range(bool udp, uint32_t address, uint16_t port);
void port_owner_drop_ranges(const char *id);

/* Drop those of containers that nobody runs: they claim nothing. -1 said. */
int port_owner_sweep(void);
