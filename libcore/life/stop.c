/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/record.h"
#include "base/signal_name.h"
#include "life/monitor/message.h"
#include "life/remains.h"
#include "life/restart_policy.h"
#include "life/stop.h"
#include "store/container_record.h"
#include "store/events.h"
#include "store/status.h"

/* Read on until the monitor says EXIT (its status) or is gone (-1). */
static int await_exit(int monitor)
{
	struct message message;

	for (;;) {
		if (message_receive(monitor, &message, NULL) < 0)
			return -1;
		if (message.type == MESSAGE_EXIT)
			return message.value;
	}
}

static void tell_kill(const char *id, int number)
{
	struct record container autorecord = { 0 };
	bool was = fail_silently(true);
	char text[16];

	snprintf(text, sizeof text, "%d", number);
	if (container_record_load(&container, id) == 0)
		events_container(&container, "kill", "signal", text, NULL);
	fail_silently(was);
}

/* Ask the monitor, and wait for the end; what is not running has ended. A monitor that went without
 * an answer takes its container with it, for which the kernel may need a moment; or it had no room
 * for us. */
static int ask(const char *id, enum message_type type, int value, int other, enum stop_reason reason)
{
	const char for_now = STOP_DATA_FOR_NOW;
	bool told = type != MESSAGE_STOP;

	for (int pause = 1; status_may_be_locked(id); pause = pause < 100 ? 2 * pause : pause) {
		autoclose int monitor = message_reach(id);
		int status = -1;

		/* Before it, so that it is told before the end that it makes. */
		if (monitor >= 0 && !told) {
			tell_kill(id, value);
			told = true;
		}
		if (monitor >= 0 && message_send(monitor, type, value, other, &for_now, reason == STOP_FOR_NOW) == 0)
			status = await_exit(monitor);
		if (status >= 0)
			return status;
		poll(NULL, 0, pause);
	}
	return -1;
}

int stop_signal_of(const struct record *container)
{
	const char *name = record_get(container, "stop_signal");
	int number = name ? signal_number(name) : SIGTERM;

	return number < 0 ? SIGTERM : number;
}

bool stop_is_asked_by(const struct record *container, int number)
{
	return number == SIGKILL || number == SIGTERM || number == SIGINT || number == SIGQUIT || number == SIGABRT
	       || number == stop_signal_of(container);
}

long stop_timeout_of(const struct record *container, long timeout)
{
	if (timeout == STOP_TIMEOUT)
		timeout = (long)record_number(container, "stop_timeout", 10);
	return timeout > INT_MAX ? INT_MAX : timeout < 0 ? -1 : timeout;
}

int stop_ask(const struct record *container, long timeout, enum stop_reason reason)
{
	const char for_now = STOP_DATA_FOR_NOW;
	const char *id = record_get(container, "id");
	int monitor = message_connect(id), number = stop_signal_of(container);

	if (monitor < 0)
		return -1;
	tell_kill(id, number);
	if (message_send(monitor, MESSAGE_STOP, number, (int)stop_timeout_of(container, timeout), &for_now,
			 reason == STOP_FOR_NOW) == 0)
		return monitor;
	auto_close(&monitor);
	return -1;
}

/* Its monitor has left the mark; if that was killed, or the disk is full, it is for us to try or to say. */
static int see_marked(const struct record *container)
{
	const char *id = record_get(container, "id");
	autoclose int held = -1, lock = -1;
	struct restart_policy policy;
	bool was;

	restart_policy_read(&policy, container);
	if (policy.kind == RESTART_NO)
		return 0;
	was = fail_silently(true);
	held = container_record_hold(id);
	fail_silently(was);
	if (held < 0 || restart_policy_is_marked(container, RESTART_MARK_STOPPED))
		return 0;
	/* Who has it is starting it again, or removing it. */
	lock = status_lock(id);
	return lock < 0 ? 0 : restart_policy_mark(container, RESTART_MARK_STOPPED);
}

int stop_container(const char *id, long timeout, enum stop_reason reason)
{
	struct record container autorecord = { 0 };
	bool runs;

	if (container_record_load(&container, id) < 0)
		return -1;
	runs = status_may_be_locked(id);
	ask(id, MESSAGE_STOP, stop_signal_of(&container), (int)stop_timeout_of(&container, timeout), reason);
	if (runs)
		events_container(&container, "stop", NULL);
	if (runs && reason == STOP_BY_HAND && see_marked(&container) < 0)
		return -1;
	return remains_sweep(id);
}

int stop_now(const char *id, enum stop_reason reason)
{
	struct record container autorecord = { 0 };

	if (reason == STOP_FOR_NOW) {
		ask(id, MESSAGE_STOP, SIGKILL, -1, reason);
		return 0;
	}
	if (container_record_load(&container, id) < 0)
		return -1;
	ask(id, MESSAGE_STOP, SIGKILL, -1, reason);
	return see_marked(&container);
}

int stop_signal(const char *id, int number)
{
	autoclose int monitor = -1;
	struct message message;

	if (number == SIGKILL && status_is_locked(id))
		return stop_now(id, STOP_BY_HAND);
	monitor = status_is_locked(id) ? message_reach(id) : -1;
	if (monitor >= 0)
		tell_kill(id, number);
	if (monitor < 0 || message_send(monitor, MESSAGE_SIGNAL, number, 0, NULL, 0) < 0
	    || message_receive(monitor, &message, NULL) < 0 || message.value == ESRCH)
		return fail("Container %s is not running", id);
	errno = message.value;
	return errno ? fail("send signal %d: %m", number) : 0;
}

int stop_wait(const char *id)
{
	struct record container autorecord = { 0 }, status autorecord = { 0 };
	int exit = ask(id, MESSAGE_WAIT, 0, 0, STOP_BY_HAND);

	if (exit >= 0)
		return exit;
	if (container_record_load(&container, id) < 0 || status_load(&status, &container) < 0)
		return -1;
	return (int)record_number(&status, "exit", 0);
}
