/* Readiness: whether a container does what others want of it, as the kernel tells without asking it. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/limits.h"
#include "base/record.h"

/* Begin with READINESS_NEW, and end it. It remembers how to ask from one look to the next. */
struct readiness {
	char asked[ID_LENGTH + 64];  /* the start that `listeners` belongs to */
	int listeners;               /* kernel/network/listeners.h, in its network namespace; -1 */
	char port[16];               /* the last that was looked for, "5432/tcp"; "" if none */
	const char *lacks;           /* what was the matter with it */
};
#define READINESS_NEW { .listeners = -1 }
void readiness_end(struct readiness *readiness);

/* Check a list of ports, "5432,53/udp". -1, silent, if it is none. */
int readiness_check_ports(const char *ports);

/* 1: it runs (or is paused), and what is sent to it on each of these ports gets to a socket: TCP in LISTEN,
 * UDP bound. `ports` NULL: the lowest TCP port that it exposes, else the lowest UDP port, else none.
 * 0: not yet, port and lacks say why. -1 said: that can't be found out. */
int readiness_look(struct readiness *readiness, const struct record *container, const struct record *status,
		   const char *ports);

/* Pause between two looks, in nanoseconds: the longer it `lasted`, the less it matters to be quick; not
 * longer than what is `left`. True, at once, when the descriptor `call` (-1: none) can be read. */
bool readiness_pause(uint64_t lasted, uint64_t left, int call);

/* How long to wait for a container, or for several: as typed ("30s"), and the moment on duration_clock. */
struct readiness_patience {
	const char *text;         /* NULL: as long as it takes */
	uint64_t until;
};

/* From now on; -1, silent, if that is no time. */
int readiness_patience_begin(struct readiness_patience *patience, const char *text);

/* Wait until the container is healthy, if it has a healthcheck, or else until readiness_look finds it
 * ready. -1 said: it has ended, or the time is up. */
int readiness_wait(const char *id, const struct readiness_patience *patience);
