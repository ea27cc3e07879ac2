/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "life/limits/cgroups.h"
#include "life/container_usage.h"
#include "life/processes.h"

enum { PROCESSES_MOST = 65536 };

static bool shares_network_of_host(const struct record *container)
{
	const char *network = record_get(container, "network");

	return network && strcmp(network, "host") == 0;
}

void container_usage(struct usage *usage, const struct record *container, const struct record *status)
{
	pid_t first = (pid_t)record_number(status, "pid", 0);
	autofree pid_t *pids = NULL;
	struct cgroup group;

	usage_begin(usage);
	if (!first) {
		*usage = (struct usage){ .taken = usage->taken };
		return;
	}
	for (const char *line = NULL; (line = cgroups_next(status, line, &group));)
		usage_add_cgroup(usage, &group);
	pids = calloc(PROCESSES_MOST, sizeof *pids);
	usage_add_processes(usage, pids, pids ? processes_of(status, pids, PROCESSES_MOST) : 0);
	if (shares_network_of_host(container))
		usage->received = usage->sent = 0;
	else
		usage_add_network(usage, first);
}
