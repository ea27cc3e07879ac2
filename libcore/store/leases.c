/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/text.h"
#include "store/image/index.h"
#include "store/leases.h"
#include "store/store.h"

int lease_load(struct record *lease, const char *id)
{
	char path[ID_LENGTH + 16];

	snprintf(path, sizeof path, "leases/%s", id);
	for (int root = STORE_RUN; root >= STORE_STATE; root--) {
		if (store_load(lease, (enum store_root)root, path) == 0)
			return 0;
		if (errno != ENOENT)
			return fail("read the lease %s: %s", id, record_trouble());
	}
	errno = ENOENT;
	return -1;
}

int lease_lock(void)
{
	return store_lock("leases.lock");
}

static int delete_from(enum store_root root, const char *id)
{
	autoclose int leases = store_look(root, "leases");

	if ((leases < 0 || unlinkat(leases, id, 0) < 0) && errno != ENOENT)
		return fail("remove %s/leases/%s: %m", store_path(root), id);
	return 0;
}

int lease_save(const struct record *lease, const char *id, int ephemeral)
{
	enum store_root root = ephemeral ? STORE_RUN : STORE_STATE;
	autoclose int leases = store_open(root, "leases");

	if (leases < 0)
		return -1;
	if (record_save(lease, leases, id, !ephemeral) < 0)
		return fail("write %s/leases/%s: %m", store_path(root), id);
	/* The one in RAM is read first: an older one would hide this. */
	return ephemeral ? 0 : delete_from(STORE_RUN, id);
}

int lease_delete(const char *id)
{
	return delete_from(STORE_RUN, id) < 0 ? -1 : delete_from(STORE_STATE, id);
}

int lease_sweep(void)
{
	autoclose int lock = lease_lock();

	return lock < 0 || store_sweep_temporaries(STORE_RUN, "leases") < 0
	       || store_sweep_temporaries(STORE_STATE, "leases") < 0 ? -1 : 0;
}

uint32_t lease_address(const struct record *lease)
{
	const char *text = record_get(lease, "address");
	uint32_t address = 0;

	return text && text_address(text, &address) == 0 ? address : 0;
}

enum { CONSUMERS_PATH = ID_LENGTH + 16 };
static void name_consumers(char path[CONSUMERS_PATH], const char *lease)
{
	snprintf(path, CONSUMERS_PATH, "consumers/%.*s", ID_LENGTH, lease);
}

/* The directory of a lease's consumers, one empty file each; made if absent. */
static int open_consumers(const char *lease)
{
	char path[CONSUMERS_PATH];

	if (index_ensure() < 0)
		return -1;
	name_consumers(path, lease);
	return store_open(STORE_RUN, path);
}

/* The same; -1 and errno if nobody has made it. */
static int look_for_consumers(const char *lease)
{
	char path[CONSUMERS_PATH];

	if (index_ensure() < 0)
		return -1;
	name_consumers(path, lease);
	return store_look(STORE_RUN, path);
}

int lease_add_consumer(const char *lease, const char *container)
{
	autoclose int consumers = open_consumers(lease);
	autoclose int fd = -1;

	if (consumers < 0)
		return -1;
	fd = openat(consumers, container, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	return fd < 0 ? fail("note a consumer of lease %s: %m", lease) : 0;
}

int lease_remove_consumer(const char *lease, const char *container)
{
	autoclose int consumers = look_for_consumers(lease);

	if ((consumers < 0 || unlinkat(consumers, container, 0) < 0) && errno != ENOENT)
		return fail("forget a consumer of lease %s: %m", lease);
	return 0;
}

int lease_each_consumer(const char *lease, int (*each)(int consumers, const char *container, void *context),
			void *context)
{
	char path[CONSUMERS_PATH];

	if (index_ensure() < 0)
		return -1;
	name_consumers(path, lease);
	return store_each(STORE_RUN, path, each, context);
}

struct count {
	int found, most;
};

static int count_one(int consumers, const char *container, void *context)
{
	struct count *count = context;

	(void)consumers;
	(void)container;
	return ++count->found >= count->most;
}

int lease_count_consumers(const char *lease, int most)
{
	struct count count = { 0, most };

	lease_each_consumer(lease, count_one, &count);
	return count.found;
}

int lease_has_consumers(const char *lease)
{
	return lease_count_consumers(lease, 1) == 1;
}

int lease_forget_consumers(const char *lease)
{
	autoclose int consumers = store_look(STORE_RUN, "consumers");

	return (consumers < 0 || file_remove_tree(consumers, lease) < 0) && errno != ENOENT ? fail("forget the lease %.12s: %m", lease) : 0;
}

int lease_load_wired(struct record *wired, const char *lease)
{
	autoclose int consumers = look_for_consumers(lease);

	/* The dot keeps it out of the list of consumers. */
	return consumers < 0 ? -1 : record_load(wired, consumers, ".wired");
}

int lease_save_wired(const struct record *wired, const char *lease)
{
	autoclose int consumers = open_consumers(lease);

	if (consumers < 0)
		return -1;
	return record_save(wired, consumers, ".wired", false) < 0
	       ? fail("note what the consumers of lease %.12s have: %m", lease) : 0;
}
