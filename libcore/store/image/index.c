/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/limits.h"
#include "store/addresses.h"
#include "store/claims.h"
#include "store/container_record.h"
#include "store/image/index.h"
#include "store/leases.h"
#include "store/names.h"
#include "store/ranges.h"
#include "store/store.h"

/* One that is damaged was said to be, and takes nothing from the others. */
static int add_lease(int leases, const char *id, void *context)
{
	struct record lease autorecord = { 0 };
	const char *name;

	(void)leases;
	(void)context;
	if (strlen(id) != ID_LENGTH || lease_load(&lease, id) < 0)
		return 0;
	name = record_get(&lease, "name");
	if (name && names_set(name, id, record_get(&lease, "container")) < 0)
		return -1;
	if (!lease_address(&lease) || addresses_set(lease_address(&lease), id) == 0)
		return 0;
	/* A power cut has brought one back that was gone: this one takes another address when it starts. */
	record_drop(&lease, "address");
	return lease_save(&lease, id, 0);
}

/* A link to a lease that stood in RAM, of a --rm source: it waits for the next one of that name. */
static int revive_lease(const char *id, const char *name)
{
	struct record lease autorecord = { 0 };

	if (!*name || names_exist(name) || lease_load(&lease, id) == 0)
		return 0;
	if (record_add(&lease, "name", name) < 0 || lease_save(&lease, id, 1) < 0)
		return -1;
	return names_set(name, id, NULL);
}

/* Not lease_add_consumer: that would ask for the index which is being made. */
static int add_container(const char *id, void *context)
{
	struct record record autorecord = { 0 };

	(void)context;
	if (container_record_load(&record, id) < 0)
		return 0;
	if (ranges_set(&record) < 0)
		return -1;
	for (const char *line = NULL; (line = record_next(&record, "link", line));) {
		char path[ID_LENGTH + 16], lease[ID_LENGTH + 1], name[NAME_LENGTH + 1] = "";
		autoclose int consumers = -1, fd = -1;

		if (sscanf(line, "%64s %*s %255s", lease, name) < 1)
			continue;
		snprintf(path, sizeof path, "consumers/%s", lease);
		consumers = store_open(STORE_RUN, path);
		if (consumers < 0 || revive_lease(lease, name) < 0)
			return -1;
		fd = openat(consumers, id, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
		if (fd < 0)
			return fail("note a consumer of lease %.12s: %m", lease);
	}
	return 0;
}

int index_ensure(void)
{
	static bool ensured;
	autoclose int run = -1, claims = -1, marker = -1;

	if (ensured)
		return 0;
	run = store_open(STORE_RUN, "");
	if (run < 0)
		return -1;
	ensured = faccessat(run, "indexed", F_OK, 0) == 0;
	if (ensured)
		return 0;
	claims = claims_lock();
	if (claims < 0)
		return -1;
	/* Somebody else may have done it while we waited; one cut off half-way is done again. */
	if (faccessat(run, "indexed", F_OK, 0) == 0)
		return 0;
	if (store_each(STORE_STATE, "leases", add_lease, NULL) < 0 || container_record_each(add_container, NULL) < 0)
		return -1;
	marker = openat(run, "indexed", O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	return marker < 0 ? fail("index the state: %m") : 0;
}
