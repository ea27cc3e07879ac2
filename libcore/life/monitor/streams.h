/* The standard streams of a container, as its monitor holds them: pipes, or a terminal's master. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/limits.h"

struct streams {
	int input;                   /* writing end, or the master; -1: closed, or there is none */
	int output, error;           /* reading ends; with a terminal `output` is the master */
	bool tty;
	bool close_input;            /* close it when what is pending was written */
	size_t pending;              /* bytes of `data` that the container has not taken yet */
	size_t written;
	char data[MESSAGE_SIZE];
};

/* The container's ends of what streams_open makes. */
struct stream_ends { int ends[3]; };

/* Make the pipes; `input`: the container has a standard input at all. All close-on-exec; ours don't
 * block. -1 said. */
int streams_open(struct streams *streams, struct stream_ends *theirs, bool input);

/* Its ends, which are root's, are this user's, who may open them anew (/dev/stdout), and this group's (-1: as before). Whoever may
 * not give them away, doesn't. */
void streams_give(const int ends[3], uid_t owner, gid_t group);

/* With a terminal: its master has come. */
void streams_take_terminal(struct streams *streams, int master);

/* Close the container's ends: it has its own copies. */
void streams_close_ends(struct stream_ends *theirs);

/* Close all of ours, and forget what was pending. */
void streams_close(struct streams *streams);

/* Take input for the container; false if the last piece has not been written yet. */
bool streams_offer(struct streams *streams, const char *data, size_t length);

/* No more input will come. */
void streams_end_input(struct streams *streams);

/* Write what is pending, as far as it goes. */
void streams_push(struct streams *streams);

/* Read a piece of output or error; 0 and the stream closed at its end, -1 if there is none now. */
ssize_t streams_read(int *stream, char *data, size_t room);

void streams_resize(const struct streams *streams, int rows, int columns);
