/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <poll.h>
#include <string.h>

#include "base/auto.h"
#include "base/fail.h"
#include "life/monitor/message.h"
#include "life/pause.h"
#include "store/container_record.h"
#include "store/status.h"

/* As long as another worker of the monitor is at it. */
static int ask(const char *id, bool paused)
{
	for (;;) {
		autoclose int monitor = message_connect(id);
		struct message message;

		if (monitor < 0 || message_send(monitor, MESSAGE_PAUSE, paused, 0, NULL, 0) < 0
		    || message_receive(monitor, &message, NULL) < 0)
			return ESRCH;
		if (message.type != MESSAGE_DONE)
			return EPROTO;
		if (message.value != EBUSY)
			return message.value;
		poll(NULL, 0, 10);
	}
}

static int refuse(const char *id, bool paused, int why)
{
	switch (why) {
	case 0:
		return 0;
	case ESRCH:
		return fail("Container %s is not running", id);
	case EALREADY:
		return fail(paused ? "Container %s is already paused" : "Container %s is not paused", id);
	case ENOTSUP:
		return fail("Cannot pause container %s: there is neither cgroup version 2 nor the freezer of version 1 "
			    "(CONFIG_CGROUP_FREEZER)", id);
	}
	errno = why;
	return fail("Cannot %s container %s: %m", paused ? "pause" : "unpause", id);
}

int pause_container(const char *id, bool paused)
{
	struct record container autorecord = { 0 }, status autorecord = { 0 };
	const char *state;

	if (container_record_load(&container, id) < 0 || status_load(&status, &container) < 0)
		return -1;
	state = record_get(&status, "state");
	if (!paused && strcmp(state, "paused") != 0)
		return refuse(id, paused, EALREADY);
	if (strcmp(state, "restarting") == 0)
		return fail("Container %s is restarting, wait until the container is running", id);
	return refuse(id, paused, strcmp(state, "running") == 0 || strcmp(state, "paused") == 0 ? ask(id, paused) : ESRCH);
}
