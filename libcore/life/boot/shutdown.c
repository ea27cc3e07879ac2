/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/auto.h"
#include "base/duration.h"
#include "base/fail.h"
#include "base/limits.h"
#include "life/network/company.h"
#include "life/monitor/message.h"
#include "life/boot/shutdown.h"
#include "life/stop.h"
#include "store/container_record.h"
#include "store/events.h"
#include "store/status.h"

enum {
	STOPS_MOST = 64,          /* on at a time */
	SECOND = 1000,            /* milliseconds */
	PAUSE = 50,               /* between looks at those who have no monitor to ask now */
	PATIENCE = 10,            /* seconds for a container that was killed, as Docker's */
};

struct shutdown {
	struct company company;
	struct pollfd *stops;     /* the connection to the monitor of each that is on */
	uint64_t *until;          /* when each is given up, on duration_clock */
	long timeout;
	int on;
	void (*tell)(const char *name, const char *trouble);
	bool trouble;
};

static bool may_run(const struct record *container)
{
	return status_may_be_locked(record_get(container, "id"));
}

static void hang_up(struct shutdown *shutdown, int one)
{
	auto_close(&shutdown->stops[one].fd);
	shutdown->stops[one].fd = -1;
}

static void settle(struct shutdown *shutdown, int one, const char *trouble)
{
	char text[FAILURE_LENGTH];

	hang_up(shutdown, one);
	shutdown->on--;
	snprintf(text, sizeof text, "%s", trouble ? trouble : "");
	shutdown->trouble = shutdown->trouble || trouble;
	/* Whoever it needs is ended all the same. */
	boot_order_settle(&shutdown->company.order, one, true);
	shutdown->tell(shutdown->company.names[one], trouble ? text : NULL);
}

/* Its monitor is asked once it is there: one that is about to begin, or has lost us, is asked again. */
static void ask(struct shutdown *shutdown, int one)
{
	const char *id = shutdown->company.ids[one];
	struct record container autorecord = { 0 };
	long timeout;

	if (!status_may_be_locked(id)) {
		settle(shutdown, one, NULL);
		return;
	}
	if (container_record_load(&container, id) < 0) {
		settle(shutdown, one, errno == ENOENT ? NULL : fail_text());
		return;
	}
	shutdown->stops[one].fd = stop_ask(&container, shutdown->timeout, STOP_FOR_NOW);
	timeout = stop_timeout_of(&container, shutdown->timeout);
	if (!shutdown->until[one])
		shutdown->until[one] = timeout < 0 ? UINT64_MAX
				       : duration_clock() + (uint64_t)(timeout + PATIENCE) * DURATION_SECOND;
}

static void hear(struct shutdown *shutdown, int one)
{
	struct record container autorecord = { 0 };
	struct message message;

	if (message_receive(shutdown->stops[one].fd, &message, NULL) < 0) {
		hang_up(shutdown, one);
	} else if (message.type == MESSAGE_EXIT) {
		if (container_record_load(&container, shutdown->company.ids[one]) == 0)
			events_container(&container, "stop", NULL);
		settle(shutdown, one, NULL);
	}
}

static void begin_next(struct shutdown *shutdown)
{
	struct boot_order *order = &shutdown->company.order;
	int one;

	while (shutdown->on < STOPS_MOST) {
		one = boot_order_next(order);
		/* Those who need each other end in any order. */
		if (one < 0 && !shutdown->on && (one = boot_order_circle(order)) >= 0)
			boot_order_take(order, one);
		if (one < 0)
			return;
		shutdown->on++;
		ask(shutdown, one);
	}
}

/* Wait until something has ended, or is to be looked at again. */
static void await(struct shutdown *shutdown)
{
	const struct boot_order *order = &shutdown->company.order;
	bool alone = false;

	for (int i = 0; i < order->count; i++)
		alone = alone || (boot_order_is_on(order, i) && shutdown->stops[i].fd < 0);
	poll(shutdown->stops, (nfds_t)order->count, alone ? PAUSE : SECOND);
	for (int i = 0; i < order->count; i++) {
		if (!boot_order_is_on(order, i))
			continue;
		if (shutdown->stops[i].fd >= 0 && shutdown->stops[i].revents)
			hear(shutdown, i);
		else if (duration_clock() > shutdown->until[i])
			settle(shutdown, i, "it does not end, though it was killed");
		else if (shutdown->stops[i].fd < 0)
			ask(shutdown, i);
	}
}

static int run(struct shutdown *shutdown)
{
	size_t count;

	if (company_gather(&shutdown->company, may_run, true) < 0)
		return -1;
	count = (size_t)shutdown->company.order.count;
	shutdown->stops = calloc(count + 1, sizeof *shutdown->stops);
	shutdown->until = calloc(count + 1, sizeof *shutdown->until);
	if (!shutdown->stops || !shutdown->until)
		return fail("shut down: %m");
	for (size_t i = 0; i < count; i++)
		shutdown->stops[i] = (struct pollfd){ .fd = -1, .events = POLLIN };
	fail_silently(true);
	for (begin_next(shutdown); shutdown->on; begin_next(shutdown))
		await(shutdown);
	fail_silently(false);
	return shutdown->trouble || shutdown->company.incomplete ? -1 : 0;
}

int shutdown_all(long timeout, void (*tell)(const char *name, const char *trouble))
{
	struct shutdown shutdown = { .timeout = timeout, .tell = tell };
	int result = run(&shutdown);

	company_end(&shutdown.company);
	auto_free(&shutdown.stops);
	auto_free(&shutdown.until);
	return result;
}
