/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>

#include "life/monitor/monitor_clients.h"
#include "life/monitor/monitor_errand.h"
#include "life/monitor/monitor_restart.h"
#include "life/stop.h"

static struct message message;

/* Clients who stay leave places for those who have something to say, as stop. */
static bool let_stay(struct monitor *monitor, struct client *client)
{
	static const char text[] = "too many clients are attached or wait for its end";

	if (clients_may_stay(&monitor->clients)) {
		client->awaits_exit = true;
		return true;
	}
	message_send(client->socket, MESSAGE_FAILED, 1, 0, text, sizeof text - 1);
	clients_drop(client);
	return false;
}

static void attach(struct monitor *monitor, struct client *client, int streams)
{
	if (!let_stay(monitor, client))
		return;
	client->streams = streams & (ATTACH_OUTPUT | ATTACH_ERROR);
	client->gives_input = streams & ATTACH_INPUT;
}

static void answer(struct monitor *monitor, struct client *client, size_t length)
{
	switch (message.type) {
	case MESSAGE_ATTACH:
		attach(monitor, client, message.value);
		break;
	case MESSAGE_INPUT:
		streams_offer(&monitor->streams, message.data, length);
		break;
	case MESSAGE_INPUT_END:
		streams_end_input(&monitor->streams);
		break;
	case MESSAGE_RESIZE:
		monitor->rows = message.value;
		monitor->columns = message.other;
		streams_resize(&monitor->streams, message.value, message.other);
		break;
	case MESSAGE_SIGNAL:
		message_send(client->socket, MESSAGE_DONE, monitor_restart_signal(monitor, message.value), 0, NULL, 0);
		break;
	case MESSAGE_STOP:
		client->awaits_exit = true;
		monitor_stop(monitor, message.value, message.other, !length || *message.data != STOP_DATA_FOR_NOW);
		break;
	case MESSAGE_WAIT:
		let_stay(monitor, client);
		break;
	case MESSAGE_ALONE:
		client->starts = false;
		monitor->alone = true;
		break;
	case MESSAGE_PROCESS:
		if (monitor->process < 0 || monitor->outcome->waits)
			message_send(client->socket, MESSAGE_DONE, ESRCH, 0, NULL, 0);
		else
			message_send_descriptor(client->socket, MESSAGE_PROCESS, monitor->outcome->pid,
						monitor->process);
		break;
	case MESSAGE_PAUSE:
		monitor_errand_pause(monitor, client, message.value);
		break;
	case MESSAGE_LIMITS:
		monitor_errand_limit(monitor, client);
		break;
	case MESSAGE_POLICY:
		monitor->restarts.policy = (struct restart_policy){ (enum restart_kind)message.value, message.other };
		message_send(client->socket, MESSAGE_DONE, 0, 0, NULL, 0);
		break;
	default:
		clients_drop(client);   /* it speaks what we don't */
	}
}

void monitor_hear(struct monitor *monitor, struct client *client)
{
	ssize_t length = message_receive(client->socket, &message, NULL);

	if (length >= 0 && client->leaves)
		return;
	if (length >= 0) {
		answer(monitor, client, (size_t)length);
		return;
	}
	if (errno == EAGAIN)
		return;
	if (client->starts && monitor->outcome->waits)
		monitor_stop(monitor, SIGKILL, -1, false);
	/* The one who typed is gone, and a container that was to have one user gets no other. */
	if (client->gives_input && record_get(&monitor->container, "stdin_once"))
		streams_end_input(&monitor->streams);
	clients_drop(client);
}
