/* Reports: what a container's child tells the worker that starts it, one per packet. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

#include "base/limits.h"

enum report_kind {
	REPORT_BEGIN = 1, /* from the worker, to one that waits for links: they are there */
	REPORT_ROOT,      /* it waits for its root, from a builder (builder.h); value: oom_score_adj */
	REPORT_READY,     /* its root is made; it waits for GO */
	REPORT_GO,        /* from the worker: the network is there */
	REPORT_EXEC,      /* the next thing it does is execve: end of file now means success */
	REPORT_FAILED,    /* value: exit status (125, 126, 127); text */
};

struct report {
	int kind;
	int value;
	char text[FAILURE_LENGTH];
};

/* Send one; the text is fail_text() for REPORT_FAILED, else none. -1 silent. */
int report_send(int socket, enum report_kind kind, int value);

/* True if one can be received at once, or the end of file. */
bool report_is_waiting(int socket);

/* Receive one: 1; 0 at end of file; -1 silent. */
int report_receive(int socket, struct report *report);
