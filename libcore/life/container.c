/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/id.h"
#include "life/container.h"
#include "life/network/link.h"
#include "life/network/link_wait.h"
#include "life/stop.h"
#include "life/teardown.h"
#include "life/network/tenancy.h"
#include "life/files/volume.h"
#include "store/container_record.h"
#include "store/events.h"
#include "store/leases.h"
#include "store/names.h"
#include "store/ranges.h"
#include "store/status.h"

static int add_links(struct record *container, const struct record *links)
{
	for (const char *text = NULL; (text = record_next(links, "link", text));)
		if (link_add(container, text) < 0)
			return -1;
	return 0;
}

static int note_consumers(const struct record *container)
{
	struct link link;

	for (const char *line = NULL; (line = record_next(container, "link", line));)
		if (link_read(line, &link) == 0
		    && lease_add_consumer(link.lease, record_get(container, "id")) < 0)
			return -1;
	return 0;
}

/* A --rm container whose monitor was killed is not there any more for those who use names. */
static void bury(const char *name)
{
	struct record lease autorecord = { 0 }, container autorecord = { 0 }, status autorecord = { 0 };
	char key[ID_LENGTH + 1];
	bool was = fail_silently(true);
	const char *id = names_lease(name + (*name == '/'), key) == 0 && lease_load(&lease, key) == 0
			 ? record_get(&lease, "container") : NULL;

	if (id && container_record_load(&container, id) == 0 && record_get(&container, "auto_remove")
	    && status_load(&status, &container) == 0 && strcmp(record_get(&status, "state"), "exited") == 0) {
		autoclose int lock = status_lock(id);

		if (lock >= 0)
			teardown_remove(&container, true);
	}
	fail_silently(was);
}

static int claim_ids(struct record *container)
{
	const char *mode = record_get(container, "userns");
	uint32_t first;

	if (!mode || strcmp(mode, "auto") != 0)
		return 0;
	first = ranges_claim(record_get(container, "id"));
	if (!first)
		return -1;
	return record_addf(container, "first_id", "%u", first) < 0 ? fail("take ids for the container: %m") : 0;
}

int container_create(struct record *container, const char *name, const struct record *links)
{
	char id[ID_LENGTH + 1];
	autoclose int lock = -1;

	id_draw(id);
	if (record_set(container, "id", id) < 0 || status_stamp(container, "created") < 0
	    || (!record_get(container, "hostname")
		&& record_addf(container, "hostname", "%.12s", id) < 0))
		return fail("create a container: %m");
	if (add_links(container, links) < 0 || link_wait_check(container) < 0)
		return -1;
	bury(name);
	/* Held until the record is there: a name whose container has neither is free to take. */
	lock = status_lock(id);
	if (lock < 0)
		return fail("lock container %.12s: %m", id);
	if (tenancy_begin(container, name) < 0 || claim_ids(container) < 0 || note_consumers(container) < 0
	    || container_record_save(container) < 0 || volume_prepare(container, true) < 0) {
		bool was = fail_silently(true);

		teardown_remove(container, true);
		fail_silently(was);
		return -1;
	}
	events_container(container, "create", NULL);
	return 0;
}

int container_load_locked(struct record *container, const char *id)
{
	if (container_record_load(container, id) == 0)
		return 0;
	/* Removed before the lock was ours: nothing stays of the lock either. */
	if (errno == ENOENT)
		status_delete(id);
	return -1;
}

int container_reload(struct record *container)
{
	struct record now = { 0 };

	if (container_record_load(&now, record_get(container, "id")) < 0)
		return -1;
	record_free(container);
	*container = now;
	return 0;
}

/* In Docker's words: "running", or "restarting" between two runs. */
static int refuse_to_remove(const char *id)
{
	struct record container autorecord = { 0 }, status autorecord = { 0 };

	if (container_record_load(&container, id) < 0 || status_load(&status, &container) < 0)
		return -1;
	if (strcmp(record_get(&status, "state"), "paused") == 0)
		return fail("You cannot remove a paused container %s. Unpause and then stop the container before "
			    "attempting removal or force remove", id);
	return fail("You cannot remove a %s container %s. Stop the container before attempting removal or force remove",
		    strcmp(record_get(&status, "state"), "restarting") == 0 ? "restarting" : "running", id);
}

/* End what runs, so that the lock is ours. */
static int take_over(const char *id, bool force)
{
	for (;;) {
		int lock = status_lock(id);

		if (lock >= 0)
			return lock;
		if (errno != EAGAIN)
			return fail("lock container %.12s: %m", id);
		if (!force)
			return refuse_to_remove(id);
		if (stop_now(id, STOP_FOR_NOW) < 0)
			return -1;
	}
}

int container_remove(const char *id, bool force, bool volumes)
{
	struct record container autorecord = { 0 };
	autoclose int lock = take_over(id, force);

	if (lock < 0)
		return -1;
	if (container_load_locked(&container, id) < 0)
		return -1;
	return teardown_remove(&container, volumes);
}
