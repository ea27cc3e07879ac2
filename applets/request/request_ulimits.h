/* What a request says of the limits of each process: --ulimit. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "base/record.h"

#define REQUEST_ULIMIT_OPTIONS \
	OPT_LIST(0, "ulimit", &request.lists, "ulimit", "Ulimit options (default [])")

/* What Docker's flag library finds. -1 said. */
int request_ulimits_check_words(void);

/* Add the ulimit= lines; the last of a name counts. -1 said. */
int request_ulimits_add(struct record *container);
