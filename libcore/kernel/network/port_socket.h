/* A port socket: bound, never used; while it is open nobody else gets the host port. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* Bind the port on `address` (network byte order, 0 for every one; it need not exist yet). A
 * close-on-exec descriptor; -1, silent: EADDRINUSE if somebody has it. */
int port_socket_open(bool udp, uint32_t address, uint16_t port);
