/* Attaching: what goes between our own standard streams and a container's. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

#include "life/monitor/message.h"

struct attachment {
	int streams;              /* of ours that take part: ATTACH_* or-ed */
	bool tty;                 /* the container has a terminal: raw mode, resizing, detach keys */
	bool proxy_signals;       /* what we get, its first process gets; not with a terminal */
	const char *detach_keys;  /* NULL: the configured ones, or "ctrl-p,ctrl-q"; "" for none */
	const char *id;           /* of the container: signals go over a connection of their own, past
	                             input that nobody reads. NULL: over the same one */
};

enum attach_end {
	ATTACH_EXITED,            /* status: the container's */
	ATTACH_DETACHED,          /* by the keys, or only input was attached and it ended */
	ATTACH_LOST,              /* the monitor died, and the container with it: said; status 137 */
};

/* Say -1 now for what can't be attached later: "the input device is not a TTY", bad detach keys.
 * Docker's exit status for it is 1. */
int attach_check(const struct attachment *attachment);

/* Tell the monitor (or keeper) the size of our terminal, if we sit at one: right after MESSAGE_ATTACH,
 * so that the container's has it from its first moment. attach_relay does it again. */
void attach_send_size(int monitor);

/* Relay over a connection to the monitor that is attached already (MESSAGE_ATTACH was sent, or it
 * is the starter's), until one of the ends above, or -1 said: our output can't be written
 * ("write /dev/stdout: Broken pipe", Docker's exit status is 1); the container then goes on without
 * us, as Docker's does. The terminal is as before when this returns. The connection stays the
 * caller's, but doesn't block any more. */
int attach_relay(int monitor, const struct attachment *attachment, int *status);

/* Attach to a container by attachment->id, its full id: as attach_relay, over a connection of its
 * own. `tty` is taken from the record, and ATTACH_INPUT is dropped if the container takes none.
 * -1 said: "You cannot attach to a stopped container, start it first". */
int attach_container(struct attachment *attachment, int *status);
