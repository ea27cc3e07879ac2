/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "kernel/cgroup/cgroup.h"
#include "life/limits/cgroups.h"
#include "life/processes.h"

struct collection {
	pid_t *pids;
	int most, count;
};

static int collect(pid_t pid, void *context)
{
	struct collection *collection = context;

	if (pid > 0 && collection->count < collection->most)
		collection->pids[collection->count++] = pid;
	return 0;
}

static bool share(const char *namespace, pid_t one, pid_t other)
{
	char path[64];
	struct stat ones, others;

	snprintf(path, sizeof path, "/proc/%d/ns/%s", (int)one, namespace);
	if (stat(path, &ones) < 0)
		return false;
	snprintf(path, sizeof path, "/proc/%d/ns/%s", (int)other, namespace);
	return stat(path, &others) == 0 && ones.st_ino == others.st_ino && ones.st_dev == others.st_dev;
}

/* Without cgroups: those that see the same mounts as the first one, and the same processes, which the keeper
 * of an exec doesn't. */
static void collect_by_namespaces(struct collection *collection, pid_t first)
{
	DIR *processes = opendir("/proc");
	struct dirent *entry;

	while (processes && first > 0 && (entry = readdir(processes))) {
		pid_t pid = (pid_t)strtol(entry->d_name, NULL, 10);

		if (pid > 0 && share("mnt", first, pid) && share("pid", first, pid))
			collect(pid, collection);
	}
	if (processes)
		closedir(processes);
}

static int compare(const void *one, const void *other)
{
	return *(const pid_t *)one < *(const pid_t *)other ? -1 : *(const pid_t *)one > *(const pid_t *)other;
}

int processes_of(const struct record *status, pid_t *pids, int most)
{
	struct collection collection = { pids, most, 0 };
	struct cgroup group;

	if (!cgroups_find(status, CGROUP_FREEZER, &group) || cgroup_each(&group, collect, &collection) < 0
	    || !collection.count) {
		collection.count = 0;
		collect_by_namespaces(&collection, (pid_t)record_number(status, "pid", 0));
	}
	qsort(pids, (size_t)collection.count, sizeof *pids, compare);
	return collection.count;
}
