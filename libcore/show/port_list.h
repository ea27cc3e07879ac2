/* The ports of a container, one by one and as the PORTS column. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdio.h>

#include "base/record.h"

/* One port: published on `ip`, `host_port`, or only exposed (ip ""). */
struct port_shown {
	const char *proto;
	char ip[16];
	unsigned port, host_port;
};

/* In which order: by container port first, then by protocol (port) or by address (ps). */
enum port_list_order { PORTS_BY_PROTOCOL, PORTS_BY_ADDRESS };

/* Call `each` for every port of a container that runs: what its status has published, and what its
 * record exposes beside that. Stops when non-zero, which is returned; -1 after a failure that is
 * said. */
int port_list_each(const struct record *container, const struct record *status, enum port_list_order order,
                   int (*each)(const struct port_shown *port, void *context), void *context);

/* The PORTS column: "5432/tcp, 0.0.0.0:5000->5000/tcp", runs of ports merged. */
int port_list_write(FILE *out, const struct record *container, const struct record *status);
