/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fail.h"
#include "life/container.h"
#include "life/limits/limits_change.h"
#include "life/monitor/message.h"
#include "life/monitor/monitor_errand.h"
#include "life/monitor/monitor_restart.h"
#include "life/monitor/powers.h"
#include "store/events.h"
#include "store/status.h"

/* Nobody else writes the status while a container runs. */
static int note(const struct record *container, bool paused)
{
	autorecord struct record status = { 0 };

	if (status_load(&status, container) < 0
	    || record_set(&status, "state", paused ? "paused" : "running") < 0)
		return -1;
	return status_save(&status, record_get(container, "id"));
}

/* A container that is noted as paused can always be told to go on, so that comes first. */
static int work(struct monitor *monitor, bool paused)
{
	const struct record *container = &monitor->container;
	int why;

	fail_silently(true);
	if (paused && note(container, true) < 0)
		return errno ? errno : EIO;
	if (cgroup_freeze(&monitor->group, paused) < 0) {
		why = errno;
		cgroup_freeze(&monitor->group, false);
		note(container, false);
		return why;
	}
	if (!paused && note(container, false) < 0)
		return errno ? errno : EIO;
	monitor->outcome->paused = paused;
	events_container(container, paused ? "pause" : "unpause", NULL);
	return 0;
}

static int judge(const struct monitor *monitor, bool paused)
{
	if (monitor->process < 0 || !monitor->outcome->ran || !monitor->child)
		return ESRCH;
	if (monitor->errand)
		return EBUSY;
	if (monitor->outcome->paused == paused)
		return EALREADY;
	return monitor->group.on ? 0 : ENOTSUP;
}

void monitor_errand_pause(struct monitor *monitor, struct client *client, bool paused)
{
	int why = judge(monitor, paused);

	if (!why) {
		health_watch_rest(&monitor->health);
		monitor->errand = powers_fork();
		if (monitor->errand == 0) {
			why = work(monitor, paused);
			message_send(client->socket, MESSAGE_DONE, why, 0, NULL, 0);
			_exit(why ? EXIT_FAILURE : EXIT_SUCCESS);
		}
		if (monitor->errand > 0) {
			monitor->errand_kind = paused ? ERRAND_PAUSE : ERRAND_UNPAUSE;
			client->has_errand = true;
			return;
		}
		monitor->errand = 0;
		why = errno;
		if (paused)
			health_watch_resume(&monitor->health);
	}
	message_send(client->socket, MESSAGE_DONE, why, 0, NULL, 0);
}

static int limit(struct record *container)
{
	fail_silently(true);
	return container_reload(container) < 0 ? -1 : limits_change_do(container);
}

void monitor_errand_limit(struct monitor *monitor, struct client *client)
{
	bool runs = monitor->process >= 0 && monitor->outcome->ran && monitor->child;

	if (!runs || monitor->errand) {
		message_send(client->socket, MESSAGE_DONE, monitor->errand ? EBUSY : 0, 0, NULL, 0);
		return;
	}
	health_watch_rest(&monitor->health);
	monitor->errand = powers_fork();
	if (monitor->errand == 0) {
		if (limit(&monitor->container) == 0)
			message_send(client->socket, MESSAGE_DONE, 0, 0, NULL, 0);
		else
			message_send(client->socket, MESSAGE_FAILED, EXIT_FAILURE, 0, fail_text(), strlen(fail_text()));
		_exit(EXIT_SUCCESS);
	}
	if (monitor->errand > 0) {
		monitor->errand_kind = ERRAND_LIMIT;
		client->has_errand = true;
		return;
	}
	monitor->errand = 0;
	health_watch_resume(&monitor->health);
	message_send(client->socket, MESSAGE_FAILED, EXIT_FAILURE, 0, strerror(errno), strlen(strerror(errno)));
}

void monitor_errand_end_pause(struct monitor *monitor)
{
	if (!monitor->group.on || (!monitor->outcome->paused && !monitor->errand))
		return;
	monitor->goes_on = monitor->errand;
	if (monitor->errand)
		return;
	monitor->errand = powers_fork();
	if (monitor->errand == 0) {
		work(monitor, false);
		_exit(EXIT_SUCCESS);
	}
	monitor->errand_kind = ERRAND_UNPAUSE;
	if (monitor->errand < 0)
		monitor->errand = 0;
}

static void answer_for(const struct monitor *monitor, const struct client *client, bool done)
{
	static const char text[] = "its worker was killed";

	if (monitor->errand_kind == ERRAND_LIMIT)
		message_send(client->socket, MESSAGE_FAILED, EXIT_FAILURE, 0, text, sizeof text - 1);
	else
		message_send(client->socket, MESSAGE_DONE, done ? 0 : EINTR, 0, NULL, 0);
}

/* A worker that was killed has told nobody, and may have left the container frozen, whatever is noted. */
static void take_up(struct monitor *monitor)
{
	bool done = monitor->outcome->paused == (monitor->errand_kind == ERRAND_PAUSE);

	for (int i = 0; i < CONNECTIONS_MOST; i++)
		if (monitor->clients.all[i].has_errand)
			answer_for(monitor, &monitor->clients.all[i], done);
	if (monitor->errand_kind == ERRAND_LIMIT || done)
		return;
	monitor->outcome->paused = true;
	monitor->goes_on = true;
}

bool monitor_errand_reap(struct monitor *monitor, pid_t ended, int status)
{
	if (ended != monitor->errand)
		return false;
	monitor->errand = 0;
	if (!WIFEXITED(status))
		take_up(monitor);
	for (int i = 0; i < CONNECTIONS_MOST; i++)
		monitor->clients.all[i].has_errand = false;
	if (monitor->goes_on)
		monitor_errand_end_pause(monitor);
	else if (monitor->child && !monitor->outcome->paused && !monitor->hurries)
		health_watch_resume(&monitor->health);
	return true;
}
