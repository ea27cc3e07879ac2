/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "base/auto.h"
#include "base/duration.h"
#include "base/fail.h"
#include "base/text.h"
#include "kernel/network/listeners.h"
#include "life/monitor/message.h"
#include "life/boot/readiness.h"
#include "store/container_record.h"
#include "store/port.h"
#include "store/status.h"

enum { MILLISECOND = 1000000, PAUSE_LEAST = 50, PAUSE_MOST = 250 };

struct wanted {
	bool udp;
	uint16_t port;
};

void readiness_end(struct readiness *readiness)
{
	auto_close(&readiness->listeners);
	readiness->listeners = -1;
}

/* Take the first of a list off; `*rest` is NULL after the last. */
static int take_port(const char **rest, struct wanted *wanted)
{
	const char *comma = strchr(*rest, ',');
	size_t length = comma ? (size_t)(comma - *rest) : strlen(*rest);
	char port[16], *protocol;
	unsigned long number;

	if (length >= sizeof port)
		return -1;
	memcpy(port, *rest, length);
	port[length] = '\0';
	*rest = comma ? comma + 1 : NULL;
	protocol = strchr(port, '/');
	if (protocol)
		*protocol++ = '\0';
	if (text_number(port, 65535, &number) < 0 || !number
	    || (protocol && strcmp(protocol, "tcp") != 0 && strcmp(protocol, "udp") != 0))
		return -1;
	*wanted = (struct wanted){ .udp = protocol && *protocol == 'u', .port = (uint16_t)number };
	return 0;
}

int readiness_check_ports(const char *ports)
{
	struct wanted wanted;

	while (ports)
		if (take_port(&ports, &wanted) < 0)
			return -1;
	return 0;
}

/* The port that DB_PORT names, if there are any for TCP. False: it exposes none. */
static bool find_port(const struct record *container, struct wanted *wanted)
{
	struct port_range range;
	bool found = false;

	for (const char *line = NULL; (line = record_next(container, "expose", line));) {
		if (port_read_range(line, &range) < 0 || (found && range.udp))
			continue;
		*wanted = (struct wanted){ range.udp, range.first };
		if (!range.udp)
			return true;
		found = true;
	}
	return found;
}

/* Once for each start: its monitor tells the process, the process its network. */
static int open_listeners(struct readiness *readiness, const struct record *container, const struct record *status)
{
	const char *id = record_get(container, "id");
	char asked[sizeof readiness->asked];
	autoclose int process = -1;

	snprintf(asked, sizeof asked, "%s %s %s", id, record_get(status, "pid"), record_get(status, "started"));
	if (readiness->listeners >= 0 && strcmp(asked, readiness->asked) == 0)
		return 0;
	readiness_end(readiness);
	process = message_take_process(id);
	readiness->listeners = process < 0 ? -1 : listeners_open(process);
	memcpy(readiness->asked, asked, sizeof asked);
	return readiness->listeners < 0 ? -1 : 0;
}

static void note(struct readiness *readiness, const struct wanted *wanted, const char *lacks)
{
	snprintf(readiness->port, sizeof readiness->port, "%hu/%s", wanted->port, port_protocol(wanted->udp));
	readiness->lacks = lacks;
}

static int look_for(struct readiness *readiness, const struct wanted *wanted, const char *address)
{
	uint32_t own = 0;
	int result;

	note(readiness, wanted, wanted->udp ? "nothing is bound to it" : "nothing listens on it");
	if (address)
		text_address(address, &own);
	result = listeners_have(readiness->listeners, wanted->udp, own, wanted->port);
	if (result < 0)
		return fail("look for port %s: %m%s", readiness->port,
			    errno == ENOENT ? " (the kernel needs CONFIG_INET_DIAG and CONFIG_INET_UDP_DIAG)" : "");
	return result;
}

static bool is_up(const struct record *status)
{
	const char *state = record_get(status, "state");

	return record_get(status, "pid") && (strcmp(state, "running") == 0 || strcmp(state, "paused") == 0);
}

int readiness_look(struct readiness *readiness, const struct record *container, const struct record *status,
		   const char *ports)
{
	struct wanted wanted;
	bool any = ports ? take_port(&ports, &wanted) == 0 : find_port(container, &wanted);
	int result;

	readiness->port[0] = '\0';
	readiness->lacks = "it is not running";
	if (any)
		note(readiness, &wanted, readiness->lacks);
	if (!is_up(status))
		return 0;
	if (!any)
		return 1;
	/* One that has just ended has no monitor to ask any more. */
	if (open_listeners(readiness, container, status) < 0)
		return 0;
	do
		result = look_for(readiness, &wanted, record_get(status, "address"));
	while (result > 0 && ports && take_port(&ports, &wanted) == 0);
	return result;
}

bool readiness_pause(uint64_t lasted, uint64_t left, int call)
{
	struct pollfd calling = { .fd = call, .events = POLLIN };
	uint64_t pause = lasted / MILLISECOND / 40;

	pause = pause < PAUSE_LEAST ? PAUSE_LEAST : pause > PAUSE_MOST ? PAUSE_MOST : pause;
	left = left / MILLISECOND + 1;
	return poll(&calling, 1, (int)(pause < left ? pause : left)) > 0;
}

int readiness_patience_begin(struct readiness_patience *patience, const char *text)
{
	uint64_t nanoseconds;

	*patience = (struct readiness_patience){ text, UINT64_MAX };
	if (!text)
		return 0;
	if (duration_parse_seconds(text, &nanoseconds) < 0)
		return -1;
	patience->until = duration_clock() + nanoseconds;
	return 0;
}

/* It ran and runs no more, or could not be started; one that never ran may be about to. */
static int check_end(const struct record *container, const struct record *status)
{
	const char *id = record_get(container, "id"), *error = record_get(status, "error");
	const char *state = record_get(status, "state");

	if (strcmp(state, "exited") != 0 && (strcmp(state, "created") != 0 || !error))
		return 0;
	/* One that is being started has its last end in its status until it has claimed what it needs. */
	if (status_is_locked(id))
		return 0;
	return fail("Container %s is not running%s%s", id, error ? ": " : "", error ? error : "");
}

/* 1, 0 or -1 as readiness_look. */
static int look(struct readiness *readiness, const char *id)
{
	struct record container autorecord = { 0 }, status autorecord = { 0 };
	const char *health;

	if (container_record_load(&container, id) < 0 || status_load(&status, &container) < 0
	    || check_end(&container, &status) < 0)
		return -1;
	health = is_up(&status) ? record_get(&status, "health") : NULL;
	if (!health)
		return readiness_look(readiness, &container, &status, NULL);
	readiness->port[0] = '\0';
	readiness->lacks = strcmp(health, "unhealthy") == 0 ? "it is unhealthy" : "its health is not known yet";
	return strcmp(health, "healthy") == 0;
}

int readiness_wait(const char *id, const struct readiness_patience *patience)
{
	struct readiness readiness = READINESS_NEW;
	uint64_t began = duration_clock(), now = began;
	int ready;

	while ((ready = look(&readiness, id)) == 0 && now < patience->until) {
		readiness_pause(now - began, patience->until - now, -1);
		now = duration_clock();
	}
	readiness_end(&readiness);
	if (ready == 0)
		fail("Container %s is not ready: waited %s%s%s: %s", id, patience->text, *readiness.port ? " for port " : "",
		     readiness.port, readiness.lacks);
	return ready > 0 ? 0 : -1;
}
