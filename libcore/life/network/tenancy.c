/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/limits.h"
#include "base/text.h"
#include "life/network/tenancy.h"
#include "store/addresses.h"
#include "store/configuration.h"
#include "store/container_record.h"
#include "store/events.h"
#include "store/leases.h"
#include "store/names.h"

/* A lease is as lasting as its container: a --rm one writes nothing to the disk. */
static int save(const struct record *lease, const struct record *container)
{
	return lease_save(lease, record_get(container, "lease"), container_record_in_ram(container));
}

int tenancy_begin(struct record *container, const char *name)
{
	const char *id = record_get(container, "id");
	autoclose int lock = lease_lock();
	struct record lease autorecord = { 0 };
	char key[ID_LENGTH + 1];

	/* A new lease is called after its first container: no second random number is needed. */
	snprintf(key, sizeof key, "%s", id);
	if (lock < 0 || names_claim(name, key, id) < 0)
		return -1;
	name += *name == '/';
	if (record_set(container, "lease", key) < 0)
		return fail("take the name %s: %m", name);
	if (lease_load(&lease, key) < 0 && errno != ENOENT)
		return -1;
	if (record_set(&lease, "name", name) < 0 || record_set(&lease, "container", record_get(container, "id")) < 0)
		return fail("take the name %s: %m", name);
	/* A lease that was durable stays so: its consumers outlive a --rm source. */
	return save(&lease, container);
}

uint32_t tenancy_take_address(const struct record *container, uint32_t subnet)
{
	const char *key = record_get(container, "lease"), *asked = record_get(container, "address");
	autoclose int lock = lease_lock();
	struct record lease autorecord = { 0 };
	uint32_t wanted = 0, before, address;

	if (lock < 0)
		return 0;
	if (lease_load(&lease, key) < 0) {
		fail("take an address: the lease of %.12s is gone", record_get(container, "id"));
		return 0;
	}
	before = lease_address(&lease);
	if (asked && text_address(asked, &wanted) < 0) {
		fail("take the address %s: it is none", asked);
		return 0;
	}
	/* The subnet may have moved since: then the address has to follow. */
	if (!wanted && (before & 0xffff) == (subnet & 0xffff))
		wanted = before;
	address = addresses_claim(subnet, wanted, key);
	if (!address || address == before)
		return address;
	if (before && addresses_release(before, key) < 0)
		return 0;
	if (record_set(&lease, "address", text_of_address(address)) < 0 || save(&lease, container) < 0)
		return 0;
	return address;
}

static int release_address(struct record *lease, const char *key)
{
	uint32_t address = lease_address(lease);

	record_drop(lease, "address");
	return address ? addresses_release(address, key) : 0;
}

int tenancy_pause(const struct record *container)
{
	const char *key = record_get(container, "lease");
	struct record lease autorecord = { 0 };
	autoclose int lock = -1;

	if (strcmp(configuration("addresses", "leased"), "fresh") != 0)
		return 0;
	lock = lease_lock();
	if (lock < 0)
		return -1;
	if (lease_load(&lease, key) < 0 || !lease_address(&lease))
		return 0;
	return release_address(&lease, key) < 0 ? -1 : save(&lease, container);
}

int tenancy_forget(const char *key)
{
	autoclose int lock = lease_lock();
	struct record lease autorecord = { 0 };
	const char *name;

	if (lock < 0)
		return -1;
	if (lease_load(&lease, key) < 0 || record_get(&lease, "container") || lease_has_consumers(key))
		return 0;
	name = record_get(&lease, "name");
	if (release_address(&lease, key) < 0 || lease_forget_consumers(key) < 0
	    || (name && names_release(name, NULL) < 0))
		return -1;
	return lease_delete(key);
}

int tenancy_end(const struct record *container)
{
	const char *key = record_get(container, "lease"), *holder, *name;
	autoclose int lock = lease_lock();
	struct record lease autorecord = { 0 };

	if (lock < 0)
		return -1;
	if (!key || lease_load(&lease, key) < 0)
		return 0;
	holder = record_get(&lease, "container");
	/* Taken over by a new container of the name while this one was going. */
	if (holder && strcmp(holder, record_get(container, "id")) != 0)
		return 0;
	record_drop(&lease, "container");
	name = record_get(&lease, "name");
	if (lease_has_consumers(key)) {
		if (save(&lease, container) < 0)
			return -1;
		return name ? names_set(name, key, NULL) : 0;
	}
	if (release_address(&lease, key) < 0 || lease_forget_consumers(key) < 0)
		return -1;
	return lease_delete(key);
}

int tenancy_rename(const struct record *container, const char *name)
{
	const char *id = record_get(container, "id"), *key = record_get(container, "lease"), *old;
	struct record lease autorecord = { 0 };
	char taken[ID_LENGTH + 1], slashed[NAME_LENGTH + 2];
	autofree char *former = NULL;
	autoclose int lock = lease_lock();
	bool was;
	int claimed;

	if (lock < 0)
		return -1;
	if (lease_load(&lease, key) < 0)
		return fail("rename %.12s: its lease is gone", id);
	old = record_get(&lease, "name");
	if (old && strcmp(old, name + 1) == 0)
		return fail("Renaming a container with the same name as its current name");
	former = strdup(old ? old : "");
	snprintf(taken, sizeof taken, "%s", key);
	if (!former)
		return fail("rename %.12s: %m", id);
	was = fail_silently(true);
	claimed = names_claim(name, taken, id);
	fail_silently(was);
	if (claimed < 0)
		return fail("Error when allocating new name: %s", fail_text());
	/* The name had a lease of its own, waiting for its source: that stays with the name. */
	name++;
	if (strcmp(taken, key) != 0) {
		names_set(name, taken, NULL);
		return fail("rename %s to %s: containers are linked to that name and wait for its return", former,
			    name);
	}
	if (record_set(&lease, "name", name) < 0 || save(&lease, container) < 0) {
		/* Only the directory may not be on the disk: then the new one is in force. */
		if (lease_load(&lease, key) == 0 && strcmp(record_get(&lease, "name"), name) == 0)
			name = former;
		names_release(name, id);
		return -1;
	}
	if (names_release(former, id) < 0)
		return -1;
	snprintf(slashed, sizeof slashed, "/%s", former);
	events_container(container, "rename", "oldName", slashed, NULL);
	return 0;
}
