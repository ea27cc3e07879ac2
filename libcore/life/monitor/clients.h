/* The clients of a monitor: who is connected, what each wants to see, and who keeps it waiting. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/limits.h"
#include "life/monitor/message.h"

struct client {
	int socket;               /* -1: a free place */
	int streams;              /* ATTACH_* that it wants */
	bool awaits_exit;
	bool behind;              /* the current piece of output did not fit into its socket */
	bool gives_input;         /* it has sent standard input */
	bool starts;              /* it is the starter, and would not have the container start without it */
	bool has_errand;          /* a worker is at work for it */
	bool leaves;              /* it is to be told `exit`, as soon as that fits into its socket */
	int exit;
};

struct clients {
	struct client all[CONNECTIONS_MOST];
	const char *piece;        /* output that some are behind with; NULL if none */
	size_t length;
	enum message_type type;
};

void clients_begin(struct clients *clients);

/* Let one in; its socket is closed if there is no place. */
void clients_add(struct clients *clients, int socket);
void clients_drop(struct client *client);

/* There is a place for one more; there is room for one more of those who stay until the end. */
bool clients_have_place(const struct clients *clients);
bool clients_may_stay(const struct clients *clients);

/* Send a piece of output to all who want it. True: all have it. False: keep `data` as it is, and
 * call clients_catch_up when a socket of those behind can be written. */
bool clients_show(struct clients *clients, enum message_type type, const char *data, size_t length);
bool clients_catch_up(struct clients *clients);

/* Give up those who are behind. */
void clients_drop_behind(struct clients *clients);

/* A run has ended, another will follow: tell those who wait for that. Who asks something stays. */
void clients_tell_run(struct clients *clients, int status);

/* Tell those of them whose socket was full, if it isn't any more. */
void clients_see_off(struct clients *clients);

/* Tell all who wait for the end; those who don't read last. */
void clients_tell_exit(struct clients *clients, int status);

/* Fill `polls` (CONNECTIONS_MOST places) with what each client is waited for. `input`: we have room
 * for more standard input. */
void clients_poll(const struct clients *clients, struct pollfd *polls, bool input);
