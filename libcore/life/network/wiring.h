/* The wiring of a container: the elements it has in the firewall's collections, and the file that
 * remembers them, running/<id>/wiring. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "base/record.h"

/* One lock for all wiring, so that a consumer and its source never wire past each other: a
 * descriptor whose closing lets go. -1 said. The functions below want it held. */
int wiring_lock(void);

/* Compute what the container should have now, from its record, its status and its links, and make
 * it so: in one batch, what is new goes in and what is gone goes out, with the flows that it let
 * through. The file says first what may be there. -1 said. */
int wiring_renew(const struct record *container, const struct record *status);

/* Take all of it out. Nothing there is success. -1 said. */
int wiring_clear(const char *id);
