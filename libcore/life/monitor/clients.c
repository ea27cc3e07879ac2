/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "life/monitor/clients.h"

void clients_begin(struct clients *clients)
{
	clients->piece = NULL;
	for (int i = 0; i < CONNECTIONS_MOST; i++)
		clients->all[i] = (struct client){ .socket = -1 };
}

void clients_add(struct clients *clients, int socket)
{
	for (int i = 0; i < CONNECTIONS_MOST; i++) {
		if (clients->all[i].socket >= 0)
			continue;
		fcntl(socket, F_SETFL, fcntl(socket, F_GETFL) | O_NONBLOCK);
		clients->all[i] = (struct client){ .socket = socket };
		return;
	}
	close(socket);
}

bool clients_have_place(const struct clients *clients)
{
	for (int i = 0; i < CONNECTIONS_MOST; i++)
		if (clients->all[i].socket < 0)
			return true;
	return false;
}

bool clients_may_stay(const struct clients *clients)
{
	int staying = 0;

	for (int i = 0; i < CONNECTIONS_MOST; i++)
		staying += clients->all[i].awaits_exit;
	return staying < CLIENTS_MOST;
}

void clients_drop(struct client *client)
{
	close(client->socket);
	*client = (struct client){ .socket = -1 };
}

/* False: its socket is full. One that is gone has everything it will ever have. */
static bool show_one(const struct clients *clients, struct client *client)
{
	if (message_send(client->socket, clients->type, 0, 0, clients->piece, clients->length) == 0)
		return true;
	if (errno == EAGAIN || errno == ENOBUFS)
		return false;
	client->streams = 0;
	return true;
}

bool clients_show(struct clients *clients, enum message_type type, const char *data, size_t length)
{
	int wanted = type == MESSAGE_OUTPUT ? ATTACH_OUTPUT : ATTACH_ERROR;

	clients->type = type;
	clients->piece = data;
	clients->length = length;
	for (int i = 0; i < CONNECTIONS_MOST; i++)
		clients->all[i].behind = clients->all[i].socket >= 0 && clients->all[i].streams & wanted;
	return clients_catch_up(clients);
}

bool clients_catch_up(struct clients *clients)
{
	bool all = true;

	for (int i = 0; i < CONNECTIONS_MOST; i++) {
		struct client *client = &clients->all[i];

		if (client->socket >= 0 && client->behind)
			client->behind = !show_one(clients, client);
		all = all && !client->behind;
	}
	if (all)
		clients->piece = NULL;
	return all;
}

void clients_drop_behind(struct clients *clients)
{
	for (int i = 0; i < CONNECTIONS_MOST; i++)
		if (clients->all[i].behind)
			clients_drop(&clients->all[i]);
	clients->piece = NULL;
}

/* False: its socket is full. */
static bool tell_one(const struct client *client)
{
	return !client->leaves || message_send(client->socket, MESSAGE_EXIT, client->exit, 0, NULL, 0) == 0
	       || errno != EAGAIN;
}

void clients_see_off(struct clients *clients)
{
	for (int i = 0; i < CONNECTIONS_MOST; i++)
		if (clients->all[i].leaves && tell_one(&clients->all[i]))
			clients_drop(&clients->all[i]);
}

void clients_tell_run(struct clients *clients, int status)
{
	for (int i = 0; i < CONNECTIONS_MOST; i++) {
		struct client *client = &clients->all[i];

		if (client->leaves || (!client->awaits_exit && !client->streams))
			continue;
		client->leaves = true;
		client->exit = status;
		client->streams = 0;
		client->behind = client->gives_input = false;
	}
	clients_see_off(clients);
}

void clients_tell_exit(struct clients *clients, int status)
{
	clients_tell_run(clients, status);
	/* It is the last word: to wait for a full socket now hurts nobody else. */
	for (int i = 0; i < CONNECTIONS_MOST; i++) {
		struct client *client = &clients->all[i];

		if (client->socket < 0)
			continue;
		fcntl(client->socket, F_SETFL, fcntl(client->socket, F_GETFL) & ~O_NONBLOCK);
		tell_one(client);
		clients_drop(client);
	}
}

void clients_poll(const struct clients *clients, struct pollfd *polls, bool input)
{
	for (int i = 0; i < CONNECTIONS_MOST; i++) {
		const struct client *client = &clients->all[i];
		bool heard = input || !client->gives_input, full = client->behind || client->leaves;

		/* Who gives input that we have no room for is not heard until we have, not even that he
		 * is gone: what he gave before is still in the socket. */
		polls[i] = (struct pollfd){ .fd = heard || full ? client->socket : -1,
			.events = (short)((heard ? POLLIN : 0) | (full ? POLLOUT : 0)) };
	}
}
