/* Messages that a monitor gets: the first byte chooses the monitor, then packets of its clients.
 * SPDX-License-Identifier: MIT */
#include "packets.h"
#include "life/monitor/monitor_clients.h"
#include "life/monitor/monitor_loop.c"

enum { WITH_INPUT = 1, STDIN_ONCE = 2, TERMINAL = 4 };

static void begin(struct monitor *monitor, int how, int sockets[2], struct stream_ends *theirs)
{
	static struct outcome outcome = { .pid = 1 };

	memset(monitor, 0, sizeof *monitor);
	clients_begin(&monitor->clients);
	monitor->outcome = &outcome;
	/* No process at all: signals are refused, and to send the descriptor works. */
	monitor->process = memfd_create("process", MFD_CLOEXEC);
	monitor->timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
	monitor->console = monitor->health.timer = -1;
	monitor->streams.tty = how & TERMINAL;
	fuzz_expect(streams_open(&monitor->streams, theirs, how & WITH_INPUT) == 0);
	if (how & STDIN_ONCE)
		record_add(&monitor->container, "stdin_once", "yes");
	fuzz_expect(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets) == 0);
	clients_add(&monitor->clients, sockets[0]);
}

static void shut(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static void end(struct monitor *monitor, struct stream_ends *theirs)
{
	clients_tell_exit(&monitor->clients, 0);
	shut(&monitor->console);
	shut(&monitor->process);
	shut(&monitor->timer);
	shut(&monitor->streams.input);
	shut(&monitor->streams.output);
	shut(&monitor->streams.error);
	streams_close_ends(theirs);
	record_free(&monitor->container);
}

/* A client must not block the monitor: what it is told is taken away. */
static void drain(int socket)
{
	char answer[sizeof(struct message)];

	while (recv(socket, answer, sizeof answer, MSG_DONTWAIT) > 0)
		continue;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct monitor monitor;
	struct client *client = &monitor.clients.all[0];
	int open_before = packet_descriptors(), sockets[2], consoles[2] = { -1, -1 };
	struct stream_ends theirs;
	struct packet packet;

	if (!size)
		return 0;
	signal(SIGPIPE, SIG_IGN);
	begin(&monitor, *data, sockets, &theirs);
	if (*data & TERMINAL) {
		fuzz_expect(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, consoles) == 0);
		monitor.console = consoles[0];
	}
	data++;
	size--;
	while (client->socket >= 0 && packet_cut(&data, &size, &packet)) {
		if (monitor.console >= 0) {
			packet_send(consoles[1], &packet, packet.flags & 3);
			shutdown(consoles[1], SHUT_WR);
			take_console(&monitor);
			continue;
		}
		packet_send(sockets[1], &packet, packet.flags & 3);
		monitor_hear(&monitor, client);
		drain(sockets[1]);
		clients_show(&monitor.clients, MESSAGE_OUTPUT, "output", 6);
	}
	shut(&consoles[1]);
	shutdown(sockets[1], SHUT_WR);
	if (client->socket >= 0)
		monitor_hear(&monitor, client);
	drain(sockets[1]);
	end(&monitor, &theirs);
	close(sockets[1]);
	fuzz_expect(packet_descriptors() == open_before);
	return 0;
}
