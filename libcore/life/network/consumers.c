/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/text.h"
#include "kernel/network/nat.h"
#include "life/network/consumers.h"
#include "life/network/hosts_change.h"
#include "life/network/link.h"
#include "life/network/network.h"
#include "life/network/slices.h"
#include "life/network/tenancy.h"
#include "life/network/wiring.h"
#include "store/container_record.h"
#include "store/leases.h"
#include "store/names.h"
#include "store/status.h"

/* The record and status of a consumer if it runs; false if there is nothing to keep true. */
static bool load_running(const char *id, struct record *record, struct record *status)
{
	bool was = fail_silently(true);
	bool found = container_record_load(record, id) == 0 && status_is_locked(id)
		     && status_load(status, record) == 0 && record_get(status, "address")
		     && !record_get(status, "leaving");

	fail_silently(was);
	return found;
}

struct serving {
	const char *lease;
	uint32_t address;
	bool moved;       /* the hosts files have another address */
	char digit;       /* of consumers whose ids begin with it; '\0': of all */
	int result;
};

static int serve_one(int consumers, const char *id, void *context)
{
	struct serving *serving = context;
	struct record record autorecord = { 0 }, status autorecord = { 0 };
	struct link link;

	(void)consumers;
	/* One consumer's trouble is said, and is no reason to leave the others without. */
	if ((serving->digit && *id != serving->digit) || !load_running(id, &record, &status))
		return 0;
	if (wiring_renew(&record, &status) < 0)
		serving->result = -1;
	for (const char *line = NULL; serving->moved && (line = record_next(&record, "link", line));)
		if (link_read(line, &link) == 0 && strcmp(link.lease, serving->lease) == 0
		    && hosts_change_link(&record, link.alias, serving->address) < 0)
			serving->result = -1;
	return 0;
}

static int serve_slice(char digit, void *context)
{
	struct serving *serving = context;
	int result;

	serving->digit = digit;
	result = lease_each_consumer(serving->lease, serve_one, serving);
	return result < 0 ? -1 : serving->result;
}

/* One after the other, each waits for the kernel; many don't wait for each other. */
static int serve_all(struct serving *serving)
{
	enum { FEW = 32 };

	if (lease_count_consumers(serving->lease, FEW + 1) <= FEW)
		return lease_each_consumer(serving->lease, serve_one, serving);
	/* A firewall that was flushed is built again once, not by each of them. */
	if (!nat_exists() && network_restore() < 0)
		return -1;
	serving->result = slices_run(serve_slice, serving);
	return 0;
}

int consumers_serve(const struct record *source, const struct record *status)
{
	struct record wired autorecord = { 0 }, now autorecord = { 0 };
	const char *lease = record_get(source, "lease"), *address = record_get(status, "address"), *before;
	struct serving serving = { .lease = lease };

	if (!address || !lease_has_consumers(lease))
		return 0;
	if (text_address(address, &serving.address) < 0 || record_add(&now, "address", address) < 0
	    || record_copy(&now, source, "expose") < 0)
		return fail("serve the consumers: %m");
	lease_load_wired(&wired, lease);
	if (wired.length == now.length && memcmp(wired.text, now.text, now.length) == 0)
		return 0;
	before = record_get(&wired, "address");
	serving.moved = !before || strcmp(before, address) != 0;
	if (serve_all(&serving) < 0)
		return -1;
	/* What a consumer has done to itself doesn't keep its source from starting; the next start tries
	 * again. */
	return serving.result < 0 ? 0 : lease_save_wired(&now, lease);
}

/* The container's record without the link called `alias`; false if it has none. */
static bool drop_link(struct record *record, const char *alias, char lease[ID_LENGTH + 1])
{
	struct record links autorecord = { 0 };
	struct link link;
	bool found = false, again = false;

	for (const char *line = NULL; (line = record_next(record, "link", line));) {
		if (link_read(line, &link) == 0 && strcmp(link.alias, alias) == 0) {
			found = true;
			memcpy(lease, link.lease, sizeof link.lease);
		} else if (record_add(&links, "link", line) < 0) {
			return false;
		}
	}
	record_drop(record, "link");
	record_copy(record, &links, NULL);
	for (const char *line = NULL; found && (line = record_next(record, "link", line));)
		again = again || text_starts(line, lease);
	/* Under another alias it stays a consumer of the same source. */
	if (found && again)
		*lease = '\0';
	return found;
}

int consumers_remove_link(const char *text)
{
	const char *name = *text == '/' ? text + 1 : text, *slash = strchr(name, '/');
	struct record record autorecord = { 0 }, status autorecord = { 0 };
	char consumer[NAME_LENGTH + 1], id[ID_LENGTH + 1], lease[ID_LENGTH + 1];
	autoclose int held = -1, lock = -1;
	bool was, found;

	if (!slash)
		return fail("Conflict, cannot remove the default link name of the container");
	snprintf(consumer, sizeof consumer, "%.*s", (int)(slash - name), name);
	fail_phase("Error: ", "");
	was = fail_silently(true);
	found = names_find(consumer, id) == 0;
	fail_silently(was);
	if (!found)
		return fail("No such container: %s", text);
	held = container_record_hold(id);
	if (held < 0 || container_record_load(&record, id) < 0)
		return -1;
	lock = wiring_lock();
	if (lock < 0)
		return -1;
	if (!drop_link(&record, slash + 1, lease))
		return fail("No such container: %s", text);
	if (container_record_save(&record) < 0 || (*lease && lease_remove_consumer(lease, id) < 0))
		return -1;
	if (load_running(id, &record, &status)
	    && (wiring_renew(&record, &status) < 0 || hosts_change_link(&record, slash + 1, 0) < 0))
		return -1;
	return *lease ? tenancy_forget(lease) : 0;
}
