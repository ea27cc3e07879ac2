/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/limits.h"
#include "base/text.h"
#include "life/limits/cgroups.h"
#include "life/network/link.h"
#include "life/network/network.h"
#include "life/network/participation.h"
#include "life/network/port_owner.h"
#include "life/teardown.h"
#include "life/network/tenancy.h"
#include "life/files/volume.h"
#include "life/network/wiring.h"
#include "store/container_record.h"
#include "store/events.h"
#include "store/leases.h"
#include "store/names.h"
#include "store/ranges.h"
#include "store/status.h"

/* A source that starts from now on wires this consumer no more. */
static int leave(const struct record *container, struct record *status)
{
	if (!record_get(container, "link") || !record_get(status, "address"))
		return 0;
	if (record_set(status, "leaving", "yes") < 0)
		return fail("note the end of %.12s: %m", record_get(container, "id"));
	return status_save(status, record_get(container, "id"));
}

/* With its cgroups goes what is left of the container: a monitor that was killed may leave processes. */
static int drop_cgroups(const struct record *container, struct record *status)
{
	bool oom = cgroups_ran_out_of_memory(status);
	int result = cgroups_remove(status);

	/* What could not be removed is to be found by the next who tries. */
	if (result == 0)
		record_drop(status, "cgroup");
	record_drop(status, "oom");
	if (!oom)
		return result;
	events_container(container, "oom", NULL);
	return result | record_add(status, "oom", "yes");
}

/* What stands in the kernel, but for the claims of host ports. Each step is tried even if another
 * failed. */
static int unplug(const struct record *container, struct record *status)
{
	const char *id = record_get(container, "id"), *text;
	autoclose int lock = wiring_lock();
	uint32_t address = 0;
	int result = lock < 0 ? -1 : leave(container, status);

	if (lock >= 0 && wiring_clear(id) < 0)
		result = -1;
	text = record_get(status, "address");
	auto_close(&lock);
	lock = -1;
	if (text && text_address(text, &address) == 0 && network_detach(id, address) < 0)
		result = -1;
	return result;
}

static int drop_ports(struct record *status)
{
	struct record ports autorecord = { 0 };
	int result = 0;

	for (const char *line = NULL; (line = record_next(status, "port", line));)
		result |= record_add(&ports, "port_before", line);
	record_drop(status, "port");
	return result | record_copy(status, &ports, NULL);
}

/* One that ran before, and could not be started again, is as it was: exited. After a boot it has no status. */
static bool has_run(const struct record *status, const struct record *container, const struct ending *ending)
{
	const char *state = record_get(status, "state");

	return ending->ran || record_get(status, "finished") || record_get(status, "ran_before")
	       || (state ? strcmp(state, "exited") == 0 : container_record_was_started(container));
}

static int keep_status(struct record *status, const struct record *container, const struct ending *ending,
		       bool unplugged)
{
	static const char *const gone[] = { "pid", "mac", "leaving", "error", "exit", "restarts" };
	bool ran = has_run(status, container, ending);
	int result = 0;

	for (size_t i = 0; i < sizeof gone / sizeof gone[0]; i++)
		record_drop(status, gone[i]);
	/* One that stays makes the next command try again: remains.h. */
	if (unplugged)
		record_drop(status, "address");
	if (!ending->restarting)
		result |= drop_ports(status);
	result |= record_set(status, "state",
			     ending->restarting ? "restarting" : ran ? "exited" : "created");
	result |= record_addf(status, "exit", "%d", ending->exit);
	if (ending->by_hand)
		result |= record_set(status, "by_hand", "yes");
	if (ending->restarts)
		result |= record_addf(status, "restarts", "%d", ending->restarts);
	if (*ending->error)
		result |= record_add(status, "error", ending->error);
	if (ending->ran)
		result |= status_note(status, "finished");
	if (result < 0)
		return fail("note the end of %.12s: %m", record_get(container, "id"));
	return status_save(status, record_get(container, "id"));
}

/* What the status file says, whoever wrote it last; nothing if there is none. */
static int load_raw(struct record *status, const char *id)
{
	autoclose int directory = status_open_directory(id);

	if (directory < 0)
		return -1;
	/* A damaged one says nothing; one that can't be read now may tell the next who tries what there is. */
	if (record_load(status, directory, "status") < 0 && errno != ENOENT && errno != EBADMSG)
		return fail("read the status of %.12s: %m", id);
	return 0;
}

/* When its status says so, too: who hears of it may look. */
static void tell(const struct record *container, const struct ending *ending)
{
	char code[16];

	snprintf(code, sizeof code, "%d", ending->exit);
	if (ending->overdue)
		events_container(container, "kill", "signal", "9", NULL);
	if (ending->ran)
		events_container(container, "die", "exitCode", code, NULL);
	if (ending->joined)
		participation_ends(container);
}

static int drop_links(const struct record *container)
{
	const char *id = record_get(container, "id");
	int result = 0;
	struct link link;

	for (const char *line = NULL; (line = record_next(container, "link", line));)
		if (link_read(line, &link) == 0
		    && (lease_remove_consumer(link.lease, id) < 0 || tenancy_forget(link.lease) < 0))
			result = -1;
	return result;
}

/* Before anybody can see the end, and want the ports. */
static void drop_claims(const char *id, void (*unplugged)(void))
{
	port_owner_drop_ranges(id);
	if (unplugged)
		unplugged();
}

static int remove_all(const struct record *container, bool volumes, void (*unplugged)(void))
{
	const char *id = record_get(container, "id");
	struct record status autorecord = { 0 };
	char name[NAME_LENGTH + 1];

	if (load_raw(&status, id) < 0)
		return -1;
	names_of(id, name);
	/* Nobody could find what it has in the kernel once its record is gone. */
	if ((drop_cgroups(container, &status) | unplug(container, &status)) < 0)
		return -1;
	drop_claims(id, unplugged);
	/* Until the record is gone the name leads here; from then on the rest is garbage (garbage.h), and
	 * the name free for who wants it. */
	if (drop_links(container) < 0 || (volumes && volume_release(container) < 0)
	    || container_record_delete(id) < 0 || ranges_release(container) < 0 || tenancy_end(container) < 0
	    || (*name && names_release(name, id) < 0) || status_delete(id) < 0)
		return -1;
	events_container(container, "destroy", *name ? "name" : NULL, name, NULL);
	return 0;
}

int teardown_remove(const struct record *container, bool volumes)
{
	return remove_all(container, volumes, NULL);
}

int teardown(const struct record *container, const struct ending *ending)
{
	struct record status autorecord = { 0 };
	bool unplugged;
	int result;

	if (record_get(container, "auto_remove")) {
		tell(container, ending);
		return remove_all(container, true, ending->unplugged);
	}
	if (load_raw(&status, record_get(container, "id")) < 0)
		return -1;
	result = drop_cgroups(container, &status);
	unplugged = unplug(container, &status) == 0;
	if (!unplugged)
		result = -1;
	if (!ending->restarting)
		drop_claims(record_get(container, "id"), ending->unplugged);
	if (tenancy_pause(container) < 0)
		result = -1;
	if (keep_status(&status, container, ending, unplugged) < 0)
		result = -1;
	tell(container, ending);
	return result;
}
