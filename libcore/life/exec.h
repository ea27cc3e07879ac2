/* Running one more command in a container that runs. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

#include "base/record.h"

struct execution {
	const char *name;         /* the container, as its user has called it */
	char **argv;              /* the command, ended by NULL */
	const char *user;         /* NULL: the container's */
	const char *workdir;      /* NULL: the container's */
	const struct record *env; /* lines env=K=V that go over the container's; "env=K" takes K away */
	bool detach;              /* don't wait; its standard streams are /dev/null */
	bool input;               /* ours is its standard input; else that is empty */
	bool tty;                 /* a terminal of its own */
	bool brief;               /* if we go, it goes: it is ended with what it has started */
	bool privileged;          /* with all capabilities, whatever the container has */
	const char *detach_keys;  /* as in attach.h */
};

/* Run it in the container with this full id; `*status` is what `exec` exits with: the command's
 * own, 128+n for signal n, 126 or 127 (said) if it couldn't be executed. -1 said: the container
 * isn't running, or no command could be started in it. */
int exec_run(const char *id, const struct execution *execution, int *status);

/* Start it in the container of this record and status, by a pidfd of its first process: the socket of
 * a keeper (life/monitor/keeper.h), -1 said. Changes the record, which is the caller's own. */
int exec_begin(struct record *container, const struct record *now, const struct execution *execution, int process);
