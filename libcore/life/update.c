/* SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/limits.h"
#include "life/limits/limits_change.h"
#include "life/monitor/message.h"
#include "life/restart_policy.h"
#include "life/update.h"
#include "store/container_record.h"
#include "store/events.h"
#include "store/status.h"

/* True if that makes a difference: what stays as it is costs the disk nothing. -1: no memory. */
static int change(struct record *container, const struct record *changes)
{
	bool changed = false;

	for (const char *line = NULL; (line = record_line(changes, line));) {
		const char *value = strchr(line, '=') + 1, *now;
		char key[32];

		snprintf(key, sizeof key, "%.*s", (int)(value - line - 1), line);
		now = record_get(container, key);
		if (strcmp(now ? now : "", value) == 0)
			continue;
		changed = true;
		record_drop(container, key);
		if (*value && record_add(container, key, value) < 0)
			return fail("update a container: %m");
	}
	return changed;
}

/* One that is away by now, under a policy that left no mark, is so for the reason it had. */
static int mark(const struct record *container)
{
	struct record status autorecord = { 0 };
	struct restart_policy policy;

	restart_policy_read(&policy, container);
	if (policy.kind == RESTART_NO)
		return 0;
	if (status_load(&status, container) < 0)
		return -1;
	if (strcmp(record_get(&status, "state"), "exited") != 0)
		return 0;
	if (record_get(&status, "by_hand"))
		return restart_policy_mark(container, RESTART_MARK_STOPPED);
	return policy.kind == RESTART_ON_FAILURE && record_number(&status, "exit", 0) == 0
	       ? restart_policy_mark(container, RESTART_MARK_ENDED) : 0;
}

/* Its monitor, if it has one, has read the record before, or is told. One of an older linkbox takes no
 * notice. */
static void tell_monitor(const struct record *container)
{
	autoclose int monitor = message_reach(record_get(container, "id"));
	struct restart_policy policy;
	struct message message;

	restart_policy_read(&policy, container);
	if (monitor >= 0 && message_send(monitor, MESSAGE_POLICY, (int)policy.kind, policy.most, NULL, 0) == 0)
		message_receive(monitor, &message, NULL);
}

static bool has_limits(const struct record *changes)
{
	for (const char *line = NULL; (line = record_line(changes, line));)
		if (strncmp(line, "restart=", strlen("restart=")) != 0)
			return true;
	return false;
}

/* One that can't be held to them keeps those that it had. */
static int change_limits(const struct record *container, const struct record *before)
{
	const char *id = record_get(container, "id");
	char why[FAILURE_LENGTH];
	bool was = fail_silently(true);
	int result = limits_change_ask(id);

	snprintf(why, sizeof why, "%s", fail_text());
	if (result < 0)
		container_record_save(before);
	fail_silently(was);
	return result < 0 ? fail("Cannot update container %s: %s", id, why) : 0;
}

int update_container(const char *id, const struct record *given)
{
	struct record container autorecord = { 0 }, before autorecord = { 0 }, own autorecord = { 0 }, *changes = &own;
	autoclose int held = container_record_hold(id);
	int changed;

	if (held < 0 || container_record_load(&container, id) < 0)
		return -1;
	if (record_copy(&before, &container, NULL) < 0 || record_copy(changes, given, NULL) < 0)
		return fail("update a container: %m");
	if (limits_change_check(&container, changes) < 0)
		return -1;
	if (record_get(&container, "auto_remove") && record_get(changes, "restart") && *record_get(changes, "restart"))
		return fail("Cannot update container %s: Restart policy cannot be updated because AutoRemove is "
			    "enabled for the container", id);
	changed = change(&container, changes);
	if (changed < 0 || (changed && (mark(&container) < 0 || container_record_save(&container) < 0)))
		return -1;
	if (record_get(changes, "restart"))
		tell_monitor(&container);
	/* Even if nothing has changed: one that was killed may have come no further than the record. */
	if (has_limits(changes) && change_limits(&container, &before) < 0)
		return -1;
	events_container(&container, "update", NULL);
	return 0;
}
