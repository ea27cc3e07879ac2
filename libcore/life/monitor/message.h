/* Messages: what a container's monitor and its clients say to each other, one per packet. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/limits.h"

/* The socket is SOCK_SEQPACKET. Layout and numbers are fixed: a newer linkbox drives an older monitor. */
enum { MESSAGE_VERSION = 1 };

enum message_type {
	/* to the monitor */
	MESSAGE_ATTACH = 1,   /* value: streams wanted, ATTACH_* or-ed */
	MESSAGE_INPUT,        /* data for standard input */
	MESSAGE_INPUT_END,    /* no more of it */
	MESSAGE_RESIZE,       /* value: rows, other: columns of the terminal */
	MESSAGE_SIGNAL,       /* value: signal for the first process; answer: DONE */
	MESSAGE_STOP,         /* value: signal, other: seconds until SIGKILL, -1 never; data: one of
	                         STOP_DATA_*, none: by hand; answer: EXIT */
	MESSAGE_WAIT,         /* answer: EXIT */
	MESSAGE_PROCESS = 8,  /* answer: PROCESS with a pidfd of the first process attached; DONE: there is none now */
	MESSAGE_POLICY = 9,   /* value: enum restart_kind, other: its number; answer: DONE */
	MESSAGE_ALONE = 10,   /* of the starter: if it ends while links are waited for, that goes on */
	MESSAGE_PAUSE = 11,   /* value: 1, or 0 to go on; answer: DONE (monitor_errand.h) */
	MESSAGE_LIMITS = 12,  /* the record has other limits; answer: DONE, with 0 or EBUSY, or FAILED */

	/* from the monitor */
	MESSAGE_STARTED = 64, /* value: host pid of the first process; to the starter only */
	MESSAGE_FAILED,       /* value: exit status (125, 126, 127), data: what was the matter */
	MESSAGE_OUTPUT,       /* data: standard output, or what a terminal shows */
	MESSAGE_ERROR_OUTPUT, /* data: standard error */
	MESSAGE_EXIT,         /* value: exit status, after everything is undone; the last message */
	MESSAGE_DONE,         /* value: 0 or an errno */
};

enum { ATTACH_INPUT = 1, ATTACH_OUTPUT = 2, ATTACH_ERROR = 4 };

/* The byte that may follow a STOP (a monitor that doesn't know it takes no notice): the container is
 * to come back, so its end is not noted as the user's wish. */
enum { STOP_DATA_FOR_NOW = 1 };

struct message {
	uint16_t version;
	uint16_t type;
	int32_t value;
	int32_t other;
	char data[MESSAGE_SIZE];
};
enum { MESSAGE_HEAD = offsetof(struct message, data) };

/* Connect to the monitor of a container: a close-on-exec socket; -1, silent, if there is none. */
int message_connect(const char *id);

/* The same for a container that runs: its monitor may be about to listen. -1: it doesn't run any more. */
int message_reach(const char *id);

/* A pidfd of the first process of a running container, from its monitor; -1, silent. */
int message_take_process(const char *id);

/* Listen on running/<id>/monitor.sock, given the directory; -1 silent. Not blocking. */
int message_listen(int directory);

/* Who connects next, if that is root: a close-on-exec socket. -1: nobody, or another, who is let go. */
int message_accept(int listener);

/* Send one message, `length` bytes of data with it. 0; -1 and errno (EAGAIN: socket is full). */
int message_send(int socket, enum message_type type, int value, int other, const void *data, size_t length);

/* Receive one: the number of data bytes, 0 or more; -1 and errno (ECONNRESET: the other end is
 * gone, EPROTO: not a message of a version we speak). With `descriptor` non-NULL, a descriptor
 * that came along is stored there (close-on-exec), else -1. */
ssize_t message_receive(int socket, struct message *message, int *descriptor);

/* As message_send, with a descriptor attached. */
int message_send_descriptor(int socket, enum message_type type, int value, int descriptor);
