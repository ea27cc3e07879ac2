/* Host ports of a container: found, claimed with sockets, and written down as what is published. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "base/limits.h"
#include "base/record.h"

/* The sockets that are the claim: as long as one is open nobody else, container or program of the
 * host, gets its port. */
struct ports {
	int sockets[SOCKETS_MOST];
	int count;
};

/* Claim what the container's publish= lines and publish_all ask for, and add port= lines to `status`;
 * `before` (a status, may be empty) says which automatic ports it had last time: kept if free. All
 * or nothing. -1 said: "Bind for 0.0.0.0:80 failed: port is already allocated by container web". */
int ports_claim(struct ports *ports, const struct record *container, struct record *status,
		const struct record *before);

/* Let go of all of them. */
void ports_release(struct ports *ports, const char *id);
