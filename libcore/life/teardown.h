/* The one undo path: what a start has done is undone, whoever does it and however far it came. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

#include "base/record.h"

struct ending {
	int exit;             /* the container's exit status, 0 to 255 */
	const char *error;    /* why the start failed, "" if it did not */
	int ran;              /* the first process did exec */
	int joined;           /* events have said that it is in its network */
	bool overdue;         /* it did not end in time when it was asked to, and was killed */
	bool by_hand;         /* the user has ended it */
	int restarts;         /* since somebody started it */
	bool restarting;      /* its monitor will run it again: host ports stay claimed */
	void (*unplugged)(void);  /* nothing leads to the host ports any more, and nobody sees the end yet; or NULL */
};

/* Undo elements, interface, host ports and (addresses=fresh) the address, and save the status of
 * the end; a --rm container is removed. Everything absent is success. Wants the container's lock to
 * be held by the caller or its parent. -1 said, after doing what could be done. */
int teardown(const struct record *container, const struct ending *ending);

/* Remove the container for good: teardown's steps, then links, with `volumes` its anonymous ones, record,
 * directories, lease. */
int teardown_remove(const struct record *container, bool volumes);
