/* SPDX-License-Identifier: MIT */
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
#include "life/network/network.h"
#include "life/network/port_owner.h"
#include "life/remains.h"
#include "life/network/tenancy.h"
#include "life/files/volume.h"
#include "store/addresses.h"
#include "store/container_record.h"
#include "store/leases.h"
#include "store/names.h"
#include "store/ranges.h"
#include "store/status.h"
#include "store/store.h"

/* Nobody is at work on it, and it has no record. */
static bool is_garbage(const char *id)
{
	struct record record autorecord = { 0 };
	bool was = fail_silently(true);
	bool missing = container_record_load(&record, id) < 0 && errno == ENOENT;

	fail_silently(was);
	return missing && !status_may_be_locked(id);
}

struct sweeping {
	enum store_root root;
	const char *path;
	int result;
};

static int sweep_entry(int directory, const char *name, void *context)
{
	struct sweeping *sweeping = context;

	if (strlen(name) == ID_LENGTH && is_garbage(name) && file_remove_tree(directory, name) < 0)
		sweeping->result = fail("remove %s/%s/%s: %m", store_path(sweeping->root), sweeping->path, name);
	return 0;
}

static int sweep_directory(enum store_root root, const char *path)
{
	struct sweeping sweeping = { root, path, 0 };

	return store_each(root, path, sweep_entry, &sweeping) < 0 ? -1 : sweeping.result;
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

static int sweep_lease_entry(int leases, const char *name, void *result)
{
	(void)leases;
	if (strlen(name) == ID_LENGTH && sweep_lease(name) < 0)
		*(int *)result = -1;   /* said; do the others */
	return 0;
}

static int sweep_leases(enum store_root root)
{
	int result = 0;

	return store_each(root, "leases", sweep_lease_entry, &result) < 0 ? -1 : result;
}

/* True if some container whose id starts so is at work. */
static int is_at_work(int running, const char *id, void *short_id)
{
	(void)running;
	return text_starts(id, short_id) && status_may_be_locked(id);
}

static bool has_monitor(const char *short_id)
{
	/* Where that can't be found out, its cable stays. */
	return store_each(STORE_RUN, "running", is_at_work, (char *)short_id) != 0;
}

static int sweep_consumer(int consumers, const char *id, void *result)
{
	if (strlen(id) == ID_LENGTH && is_garbage(id) && unlinkat(consumers, id, 0) < 0)
		*(int *)result = fail("forget a consumer, %.12s: %m", id);
	return 0;
}

static int sweep_consumers_of(int consumers, const char *lease, void *result)
{
	(void)consumers;
	return strlen(lease) == ID_LENGTH && lease_each_consumer(lease, sweep_consumer, result) < 0 ? -1 : 0;
}

static int sweep_consumers(void)
{
	int result = 0;

	return store_each(STORE_RUN, "consumers", sweep_consumers_of, &result) < 0 ? -1 : result;
}

static int sweep_remains_of(int running, const char *id, void *result)
{
	(void)running;
	if (strlen(id) == ID_LENGTH && remains_sweep(id) < 0)
		*(int *)result = -1;
	return 0;
}

static int sweep_remains(void)
{
	int result = 0;

	return store_each(STORE_RUN, "running", sweep_remains_of, &result) < 0 ? -1 : result;
}

int garbage_sweep(void)
{
	return sweep_remains() < 0 || network_sweep(has_monitor) < 0 || port_owner_sweep() < 0 || sweep_consumers() < 0
	       || sweep_leases(STORE_RUN) < 0 || sweep_leases(STORE_STATE) < 0
	       || sweep_directory(STORE_RUN, "running") < 0 || sweep_directory(STORE_RUN, "containers") < 0
	       || sweep_directory(STORE_STATE, "containers") < 0 || names_sweep() < 0
	       || lease_sweep() < 0 || addresses_sweep() < 0 || ranges_sweep(is_garbage) < 0 || volume_sweep() < 0 ? -1 : 0;
}
