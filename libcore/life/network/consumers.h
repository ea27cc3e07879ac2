/* The consumers of a source: kept true when it starts, and let go of when a link is taken away. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "base/record.h"

/* A source has started with this status: if its address or its ports are not what its running
 * consumers were wired for, wire them anew, and correct their hosts files. Wants the wiring lock.
 * -1 said. */
int consumers_serve(const struct record *source, const struct record *status);

/* Take the link that `text` (web/db) names away, with its elements, its flows and its hosts line;
 * neither container stops. -1 said, in Docker's words. */
int consumers_remove_link(const char *text);
