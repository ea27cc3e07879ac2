/* The child: the container's side of a start, from clone to exec. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

#include "base/record.h"
#include "life/child/packed_layers.h"

struct child {
	struct record *container;
	const struct packed_layers *packed;
	bool again;               /* a restart: the record may be another by now */
	bool in_cgroup;           /* of version 2, already */
	int report;               /* to the worker (report.h) */
	int console;              /* to the monitor: the master of a terminal goes there; -1 */
	int score;                /* oom_score_adj */
	int streams[3];           /* what becomes 0, 1 and 2; -1 with a terminal */
};

/* Runs in the new namespaces, right after clone. Never returns. */
_Noreturn void child_run(const struct child *child);
