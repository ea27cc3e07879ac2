/* What a container uses, as a template of `stats` sees it: {{.CPUPerc}}, {{.MemUsage}}… */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "kernel/cgroup/usage.h"

struct cJSON;

struct stats {
	const char *typed, *name, *id;    /* as it was called, its name, its id as it is to be shown */
	struct usage before, now;         /* a second apart */
};

/* The caller deletes both with stats_context_free. NULL after a failure that is said. */
struct cJSON *stats_context(const struct stats *stats);

/* What stands above a column. */
struct cJSON *stats_context_header(void);

void stats_context_free(struct cJSON *context);
