/* What a request says of restarts: --restart. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "base/record.h"

#define REQUEST_RESTART_OPTIONS \
	OPT_TEXT(0, "restart", &request.restart, "string", \
		 "Restart policy to apply when a container exits (default \"no\")")

/* What is wrong by its words alone, and beside --rm. -1 said. */
int request_restart_check_words(void);

/* Add its key to the record. -1 said. */
int request_restart_add(struct record *container);

/* The same for a record of changes (life/update.h), where "no" has to be said. */
int request_restart_change(struct record *changes);
