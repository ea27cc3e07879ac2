/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/text.h"
#include "life/garbage.h"
#include "life/network.h"
#include "life/tenancy.h"
#include "life/volume.h"
#include "store/addresses.h"
#include "store/container_record.h"
#include "store/leases.h"
#include "store/names.h"
#include "store/status.h"
#include "store/store.h"

/* Nobody is at work on it, and it has no record. */
static bool is_garbage(const char *id)
{
	struct record record autorecord = { 0 };
	bool was = fail_silently(true);
	bool missing = container_record_load(&record, id) < 0 && errno == ENOENT;

	fail_silently(was);
	return missing && !status_is_locked(id);
}

static int sweep_directory(enum store_root root, const char *path)
{
	int fd = store_open(root, path), result = 0;
	DIR *directory = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *entry;

	if (!directory) {
		auto_close(&fd);
		return -1;
	}
	while ((entry = readdir(directory))) {
		if (strlen(entry->d_name) != ID_LENGTH || !is_garbage(entry->d_name))
			continue;
		if (file_remove_tree(fd, entry->d_name) < 0)
			result = fail("remove %s/%s/%s: %m", store_path(root), path, entry->d_name);
	}
	closedir(directory);
	return result;
}

/* A lease whose container is garbage ends as if that had been removed. */
static int sweep_lease(const char *key)
{
	struct record lease autorecord = { 0 }, container autorecord = { 0 };
	const char *id;

	if (lease_load(&lease, key) < 0)
		return 0;
	id = record_get(&lease, "container");
	if (!id)
		return tenancy_forget(key);
	if (!is_garbage(id))
		return 0;
	if (record_add(&container, "id", id) < 0 || record_add(&container, "lease", key) < 0)
		return fail("sweep the lease %.12s: %m", key);
	return tenancy_end(&container);
}

static int sweep_leases(enum store_root root)
{
	int fd = store_open(root, "leases"), result = 0;
	DIR *leases = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *entry;

	if (!leases) {
		auto_close(&fd);
		return -1;
	}
	while ((entry = readdir(leases)))
		if (strlen(entry->d_name) == ID_LENGTH && sweep_lease(entry->d_name) < 0)
			result = -1;
	closedir(leases);
	return result;
}

/* True if some container whose id starts so is at work. */
static bool has_monitor(const char *short_id)
{
	int fd = store_open(STORE_RUN, "running");
	DIR *running = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *entry;
	bool found = !running;

	if (!running)
		auto_close(&fd);
	while (!found && (entry = readdir(running)))
		found = text_starts(entry->d_name, short_id) && status_is_locked(entry->d_name);
	if (running)
		closedir(running);
	return found;
}

int garbage_sweep(void)
{
	return network_sweep(has_monitor) < 0 || sweep_leases(STORE_RUN) < 0 || sweep_leases(STORE_STATE) < 0
	       || sweep_directory(STORE_RUN, "running") < 0 || sweep_directory(STORE_RUN, "containers") < 0
	       || sweep_directory(STORE_STATE, "containers") < 0 || names_sweep() < 0
	       || addresses_sweep() < 0 || volume_sweep() < 0 ? -1 : 0;
}
