/* SPDX-License-Identifier: MIT */
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kernel/pidfd.h"
#include "life/monitor/clients.h"
#include "life/monitor/keeper_serve.h"
#include "life/monitor/message.h"

enum { COMMAND = CONNECTIONS_MOST, INPUT, OUTPUT, ERROR, ALL };

struct serving {
	struct streams *streams;
	struct clients clients;
	pid_t command;
	bool brief;
	int process;              /* a pidfd of the command, -1: it has ended */
	char output[MESSAGE_SIZE];
};

/* A command whose client has gone reads the end of its input; a terminal stays as it is. */
static void lose_client(struct serving *serving, struct client *client)
{
	/* Who is in its process group, too: those that it has started, as a rule. Nobody else can have its
	 * number, as it was not waited for yet. */
	if (serving->brief && serving->process >= 0) {
		kill(serving->command, SIGKILL);
		kill(-serving->command, SIGKILL);
	}
	clients_drop(client);
	clients_catch_up(&serving->clients);
	streams_end_input(serving->streams);
}

static void take_message(struct serving *serving, struct client *client)
{
	static struct message message;
	ssize_t length = message_receive(client->socket, &message, NULL);

	if (length < 0) {
		lose_client(serving, client);
		return;
	}
	switch (message.type) {
	case MESSAGE_INPUT:
		client->gives_input = true;
		streams_offer(serving->streams, message.data, (size_t)length);
		break;
	case MESSAGE_INPUT_END:
		streams_end_input(serving->streams);
		break;
	case MESSAGE_RESIZE:
		streams_resize(serving->streams, message.value, message.other);
		break;
	}
}

static void take_output(struct serving *serving, int *from, enum message_type type)
{
	ssize_t got = streams_read(from, serving->output, sizeof serving->output);

	if (got > 0)
		clients_show(&serving->clients, type, serving->output, (size_t)got);
}

static void serve_client(struct serving *serving, struct client *client, const struct pollfd *ready)
{
	if (ready->revents & POLLOUT)
		clients_catch_up(&serving->clients);
	if (ready->revents & ready->events & POLLIN)
		take_message(serving, client);
	else if (ready->revents & (POLLHUP | POLLERR))
		lose_client(serving, client);
}

/* Wait for whatever can be done now, and do it; not longer than `patience` milliseconds. False if
 * there was nothing. */
static bool step(struct serving *serving, int patience)
{
	struct streams *streams = serving->streams;
	bool showing = serving->clients.piece;
	struct pollfd ready[ALL] = {
		[COMMAND] = { serving->process, POLLIN, 0 },
		[INPUT] = { streams->pending ? streams->input : -1, POLLOUT, 0 },
		[OUTPUT] = { showing ? -1 : streams->output, POLLIN, 0 },
		[ERROR] = { showing ? -1 : streams->error, POLLIN, 0 },
	};

	clients_poll(&serving->clients, ready, !streams->pending);
	if (poll(ready, ALL, showing ? -1 : patience) <= 0 || ready[COMMAND].revents)
		return false;
	if (ready[INPUT].revents)
		streams_push(streams);
	if (ready[OUTPUT].revents)
		take_output(serving, &streams->output, MESSAGE_OUTPUT);
	else if (ready[ERROR].revents)
		take_output(serving, &streams->error, MESSAGE_ERROR_OUTPUT);
	for (int i = 0; i < CONNECTIONS_MOST; i++)
		if (ready[i].revents && serving->clients.all[i].socket >= 0)
			serve_client(serving, &serving->clients.all[i], &ready[i]);
	return true;
}

/* What the command has written is there by now: pass it on, but no more than pipes can hold, as
 * others may write for ever. */
static void finish(struct serving *serving)
{
	enum { STEPS = 256 };
	int status = 0, steps = 0;

	close(serving->process);
	serving->process = -1;
	waitpid(serving->command, &status, 0);
	while (step(serving, 0) && ++steps < STEPS)
		;
	while (serving->clients.piece)
		step(serving, -1);
	clients_tell_exit(&serving->clients, WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status));
	streams_end_input(serving->streams);
}

void keeper_serve(struct streams *streams, int client, pid_t command, bool brief)
{
	static struct serving serving;

	serving = (struct serving){ .streams = streams, .command = command, .brief = brief,
				    .process = pidfd_take(command) };
	clients_begin(&serving.clients);
	if (client >= 0) {
		clients_add(&serving.clients, client);
		serving.clients.all[0].streams = ATTACH_OUTPUT | ATTACH_ERROR;
		serving.clients.all[0].awaits_exit = true;
	}
	while (serving.process >= 0 || (!brief && (streams->output >= 0 || streams->error >= 0))) {
		struct pollfd ended = { serving.process, POLLIN, 0 };

		if (!step(&serving, -1) && poll(&ended, 1, 0) > 0)
			finish(&serving);
	}
}
