/* The network of containers: what all of them need once, and the cable that each one gets. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* Addresses are in network byte order. A container's interface on the host is called lb and the
 * first twelve digits of its id; its cable's other end is eth0. */

/* Make what all need, once a boot and network namespace, and tell the subnet: the gateway's
 * address, routes, rules, forwarding, the firewall table. Cheap when it is there. -1 said. */
int network_prepare(uint32_t *subnet);

/* The gateway of the subnet that was prepared; 0 if none was. */
uint32_t network_gateway(void);

/* Build it all again from what the store says runs: after `nft flush ruleset`, after another
 * program took routes or rules away. For the holder of the wiring lock. -1 said. */
int network_restore(void);

/* Lay the container's cable into the network namespace that `netns` is open on, in place of one
 * that was left over. `mac`, six bytes, may be NULL: made from the address. -1 said. */
int network_attach(const char *id, uint32_t address, const unsigned char *mac, int netns);

/* Take it away, and end the connections of the address (0: none). Absent is success. -1 said. */
int network_detach(const char *id, uint32_t address);

/* Whether 127.0.0.1 of the host leads to this container (one of its ports is published there).
 * Taking that back from a container without cable is success. -1 said. */
int network_set_loopback(const char *id, bool reachable);

/* Take away the cables of containers that `is_alive`, given 12 digits of the id, denies. -1 said. */
int network_sweep(bool (*is_alive)(const char *short_id));
