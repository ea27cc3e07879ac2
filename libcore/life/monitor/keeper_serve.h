/* What goes between the client of an `exec` and the streams of its command. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>
#include <sys/types.h>

#include "life/monitor/streams.h"

/* Serve them to the client (-1: none) until the command has ended, and tell how; then, if others that
 * it has started still write, take what they write until they end, too. A brief command is ended with
 * its process group when the client goes, and what others write after its end is nobody's. */
void keeper_serve(struct streams *streams, int client, pid_t command, bool brief);
