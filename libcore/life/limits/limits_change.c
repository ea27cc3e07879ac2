/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <poll.h>
#include <stdbool.h>

#include "base/auto.h"
#include "base/fail.h"
#include "life/limits/cgroups.h"
#include "life/limits/limits_change.h"
#include "life/monitor/message.h"
#include "store/status.h"

static bool both(const struct record *changes, const char *wanted, const struct record *container, const char *there)
{
	return record_number(changes, wanted, 0) > 0 && record_number(container, there, 0) > 0;
}

static int refuse(const struct record *container, const char *why)
{
	return fail("Cannot update container %s: %s", record_get(container, "id"), why);
}

static int check_memory(const struct record *container, struct record *changes)
{
	long long memory = record_number(container, "memory", 0), wanted = record_number(changes, "memory", 0);
	long long swap = record_number(container, "memory_swap", memory > 0 ? 2 * memory : 0);

	if (!wanted || record_get(changes, "memory_swap"))
		return 0;
	if (wanted > swap)
		return refuse(container, "Memory limit should be smaller than already set memoryswap limit, update the "
			      "memoryswap at the same time");
	return record_addf(changes, "memory_swap", "%lld", swap) < 0 ? fail("update a container: %m") : 0;
}

int limits_change_check(const struct record *container, struct record *changes)
{
	static const struct { const char *wanted, *there, *text; } conflicts[] = {
		{ "cpus", "cpu_period", "Conflicting options: Nano CPUs cannot be updated as CPU Period has already been set" },
		{ "cpus", "cpu_quota", "Conflicting options: Nano CPUs cannot be updated as CPU Quota has already been set" },
		{ "cpu_period", "cpus", "Conflicting options: CPU Period cannot be updated as NanoCPUs has already been set" },
		{ "cpu_quota", "cpus", "Conflicting options: CPU Quota cannot be updated as NanoCPUs has already been set" },
	};

	for (size_t i = 0; i < sizeof conflicts / sizeof *conflicts; i++)
		if (both(changes, conflicts[i].wanted, container, conflicts[i].there))
			return refuse(container, conflicts[i].text);
	return check_memory(container, changes);
}

int limits_change_ask(const char *id)
{
	for (;;) {
		autoclose int monitor = message_reach(id);
		static struct message message;
		ssize_t length;

		/* It has one by now. */
		if (monitor < 0 && status_is_locked(id))
			continue;
		/* Nobody has to be told, unless that can't be found out. */
		if (monitor < 0)
			return status_may_be_locked(id) ? fail("its monitor can't be reached") : 0;
		if (message_send(monitor, MESSAGE_LIMITS, 0, 0, NULL, 0) < 0)
			return 0;
		length = message_receive(monitor, &message, NULL);
		/* It has ended meanwhile, or is of an older linkbox. */
		if (length < 0)
			return 0;
		if (message.type == MESSAGE_FAILED)
			return fail("%.*s", (int)length, message.data);
		if (message.value != EBUSY)
			return 0;
		poll(NULL, 0, 10);
	}
}

int limits_change_do(const struct record *container)
{
	autorecord struct record status = { 0 };

	if (status_load(&status, container) < 0 || cgroups_change(container, &status) < 0)
		return -1;
	return status_save(&status, record_get(container, "id"));
}
