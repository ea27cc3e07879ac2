/* SPDX-License-Identifier: MIT */
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/duration.h"
#include "base/fail.h"
#include "base/limits.h"
#include "life/boot/boot.h"
#include "life/network/company.h"
#include "life/garbage.h"
#include "life/boot/readiness.h"
#include "life/restart_policy.h"
#include "life/start.h"
#include "store/container_record.h"
#include "store/status.h"
#include "store/store.h"

enum {
	STARTS_MOST = 4,          /* at work at a time */
	WAITS_MOST = 512,         /* that wait for their links besides */
	PATIENCE = 10,            /* seconds for a source that crashes as it begins */
};

struct boot {
	struct company company;
	struct pollfd *starts;    /* the connection to the monitor of each that is on */
	bool *waits;              /* it waits for its links meanwhile */
	uint64_t *patience;       /* until when it is held up, on duration_clock; 0: it was not */
	int starting, waiting;    /* how many are */
	void (*tell)(const char *name, const char *trouble);
	bool trouble;
};

static void settle(struct boot *boot, int one, const char *trouble, bool well)
{
	char text[FAILURE_LENGTH];

	snprintf(text, sizeof text, "%s", trouble ? trouble : "");
	boot->trouble = boot->trouble || trouble;
	boot_order_settle(&boot->company.order, one, well);
	boot->tell(boot->company.names[one], trouble ? text : NULL);
}

static bool is_restarting(const char *id)
{
	struct record container autorecord = { 0 }, status autorecord = { 0 };

	return container_record_load(&container, id) == 0 && status_load(&status, &container) == 0
	       && strcmp(record_get(&status, "state"), "restarting") == 0;
}

/* Somebody before it has crashed since, and is about to run again: for a while that is waited for, unless
 * it does so itself. */
static bool is_held_up(struct boot *boot, int one)
{
	const struct boot_order *order = &boot->company.order;
	bool held_up = false;

	if (boot->waits[one])
		return false;
	for (int i = order->pairs_of[one]; i >= 0 && !held_up; i = order->pair[i].next)
		held_up = is_restarting(boot->company.ids[order->pair[i].earlier]);
	if (!held_up)
		return false;
	if (!boot->patience[one])
		boot->patience[one] = duration_clock() + PATIENCE * (uint64_t)DURATION_SECOND;
	return duration_clock() < boot->patience[one];
}

/* One that somebody else is starting or ending is tried again later. */
static void launch(struct boot *boot, int one)
{
	const char *id = boot->company.ids[one];
	struct record container autorecord = { 0 };
	int code, result;

	boot->waits[one] = container_record_load(&container, id) == 0 && record_get(&container, "link_wait");
	if (is_held_up(boot, one))
		return;
	result = start_begin(id, START_ALONE, &boot->starts[one].fd, &code);
	if (result == START_BUSY || (result < 0 && is_held_up(boot, one)))
		return;
	if (result != 0) {
		settle(boot, one, result < 0 ? fail_text() : NULL, result >= 0);
		return;
	}
	boot->starting += !boot->waits[one];
	boot->waiting += boot->waits[one];
}

static void land(struct boot *boot, int one)
{
	int code, result = start_end(boot->company.ids[one], boot->starts[one].fd, &code);

	auto_close(&boot->starts[one].fd);
	boot->starts[one].fd = -1;
	boot->starting -= !boot->waits[one];
	boot->waiting -= boot->waits[one];
	/* One whose links were late is tried again by its monitor: those behind it may wait for it, too. */
	settle(boot, one, result < 0 ? fail_text() : NULL, result == 0 || start_was_made(boot->company.ids[one]));
}

static void launch_next(struct boot *boot)
{
	int one;

	while (boot->starting < STARTS_MOST && boot->waiting < WAITS_MOST
	       && (one = boot_order_next(&boot->company.order)) >= 0)
		launch(boot, one);
}

static void drop_lost(struct boot *boot)
{
	char trouble[NAME_LENGTH + 64];
	int one, cause;

	while ((one = boot_order_lost(&boot->company.order, &cause)) >= 0) {
		snprintf(trouble, sizeof trouble, "not started, as %s was not", boot->company.names[cause]);
		settle(boot, one, trouble, false);
	}
}

/* "web -> db -> web": who needs whom. */
static void describe_circle(const struct boot *boot, int first, char *text, size_t room)
{
	size_t used = 0;
	int one = first;

	do {
		used += (size_t)snprintf(text + used, room - used, "%s -> ", boot->company.names[one]);
		one = boot_order_cause(&boot->company.order, one);
	} while (one != first && used < room);
	if (used < room)
		snprintf(text + used, room - used, "%s", boot->company.names[first]);
}

/* False: there is none. */
static bool drop_circle(struct boot *boot)
{
	struct boot_order *order = &boot->company.order;
	int first = boot_order_circle(order), one = first, length = 0;
	char circle[FAILURE_LENGTH / 2], trouble[FAILURE_LENGTH];

	if (first < 0)
		return false;
	describe_circle(boot, first, circle, sizeof circle);
	snprintf(trouble, sizeof trouble, "not started, as they need each other: %s", circle);
	do
		length++;
	while ((one = boot_order_cause(order, one)) != first);
	for (int next; length > 0; length--, one = next) {
		next = boot_order_cause(order, one);
		settle(boot, one, trouble, false);
	}
	return true;
}

/* Something is under way: wait until some of it is done. False: nothing is. */
static bool await(struct boot *boot)
{
	int count = boot->company.order.count;
	bool on = false, busy = false;

	for (int i = 0; i < count; i++) {
		on = on || boot_order_is_on(&boot->company.order, i);
		busy = busy || (boot_order_is_on(&boot->company.order, i) && boot->starts[i].fd < 0);
	}
	if (!on)
		return false;
	if (poll(boot->starts, (nfds_t)count, busy ? START_PAUSE : -1) < 0)
		return true;
	for (int i = 0; i < count; i++) {
		if (!boot_order_is_on(&boot->company.order, i))
			continue;
		if (boot->starts[i].fd < 0)
			launch(boot, i);
		else if (boot->starts[i].revents)
			land(boot, i);
	}
	return true;
}

static void start_all(struct boot *boot)
{
	for (int i = 0; i < boot->company.order.count; i++)
		if (start_was_made(boot->company.ids[i]))
			settle(boot, i, NULL, true);
	do {
		do {
			launch_next(boot);
			drop_lost(boot);
		} while (await(boot));
	} while (drop_circle(boot));
}

static void wait_for_all(struct boot *boot, const char *time)
{
	struct readiness_patience patience;

	readiness_patience_begin(&patience, time);
	for (int i = 0; i < boot->company.order.count; i++) {
		if (!boot_order_is_well(&boot->company.order, i) || readiness_wait(boot->company.ids[i], &patience) == 0)
			continue;
		boot->trouble = true;
		boot->tell(boot->company.names[i], fail_text());
	}
}

/* What apply has made before is started here, where sources come up side by side. */
static bool was_just_made(const struct record *container)
{
	struct record status autorecord = { 0 };

	return record_get(container, "provisioned") && status_load(&status, container) == 0
	       && strcmp(record_get(&status, "state"), "created") == 0;
}

static bool is_wanted(const struct record *container)
{
	return restart_policy_at_boot(container) || was_just_made(container);
}

static int run(struct boot *boot, const char *time)
{
	size_t count;

	if (company_gather(&boot->company, is_wanted, false) < 0)
		return -1;
	count = (size_t)boot->company.order.count;
	boot->starts = calloc(count + 1, sizeof *boot->starts);
	boot->waits = calloc(count + 1, sizeof *boot->waits);
	boot->patience = calloc(count + 1, sizeof *boot->patience);
	if (!boot->starts || !boot->waits || !boot->patience)
		return fail("boot: %m");
	for (size_t i = 0; i < count; i++)
		boot->starts[i] = (struct pollfd){ .fd = -1, .events = POLLIN };
	fail_silently(true);
	start_all(boot);
	if (time)
		wait_for_all(boot, time);
	fail_silently(false);
	return boot->trouble || boot->company.incomplete ? -1 : 0;
}

int boot(const char *time, void (*tell)(const char *name, const char *trouble))
{
	autoclose int lock = store_lock("boot.lock");
	struct boot booting = { .tell = tell };
	int result;

	if (lock < 0)
		return -1;
	/* What a power cut has left half-way. */
	if (garbage_sweep() < 0)
		booting.trouble = true;
	result = run(&booting, time);
	company_end(&booting.company);
	auto_free(&booting.starts);
	auto_free(&booting.waits);
	auto_free(&booting.patience);
	return result;
}
