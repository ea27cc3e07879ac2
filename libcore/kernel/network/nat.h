/* What the firewall lets through to containers: published ports, links, pings. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/record.h"

/* Elements are lines of a record; a key may repeat:
 *
 *   publish=tcp 8080 172.17.0.5 80              host port on every address, to address and port
 *   publish_at=127.0.0.1 tcp 8080 172.17.0.5 80     the same on one host address
 *   publish_range=udp 10000 26383 172.17.0.5        first and last host port, kept in the container
 *   publish_range_at=127.0.0.1 udp 10000 26383 172.17.0.5
 *   link=172.17.0.3 172.17.0.2 tcp 5432         consumer, source, port that it may open there
 *   link_range=172.17.0.3 172.17.0.2 tcp 5000 5010
 *   pair=172.17.0.3 172.17.0.2                  consumer, source that it may ping
 *   open=172.17.0.3                             may open any connection to any other that is open
 *
 * Lines with other keys are passed over. Ranges of one collection must not overlap. */

/* Take `remove` away and put `add` in, in one step, then end the connections that `remove` allowed;
 * either may be NULL. What is there already, or absent already, is success; a host port that leads
 * elsewhere by now is not removed. -1: silent with errno EEXIST (a host port, or part of a range,
 * leads elsewhere; nothing was done) or ENOENT (there is no table; nothing was done); else said. */
int nat_apply(const struct record *remove, const struct record *add);

/* The table. Exists: false as well where that can't be found out. Create: in one step, -1 said, EEXIST and success if it is there. `fence`: forward
 * nothing that neither comes from nor goes to a container. Delete: absent is success. */
bool nat_exists(void);
int nat_create(uint32_t subnet, uint32_t gateway, bool fence);
int nat_delete(void);
