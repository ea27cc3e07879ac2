/* What a monitor says to a client that is attached: the first byte chooses the client, the second how
 * much of the rest is typed, and then come packets of the monitor.
 * SPDX-License-Identifier: MIT */
#include <signal.h>

#include "life/attach.h"
#include "packets.h"

enum { WITH_TERMINAL = 1, WITH_INPUT = 2 };

static int nowhere, kept[3];

/* The client's standard streams: what is typed, and nothing that anybody sees. */
static void turn_away(const uint8_t *typed, size_t length)
{
	char path[32];
	int input = fuzz_file(typed, length, path);

	nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
	for (int i = 0; i < 3; i++) {
		kept[i] = fcntl(i, F_DUPFD_CLOEXEC, 10);
		dup2(i ? nowhere : input, i);
	}
	close(input);
	close(nowhere);
}

static void turn_back(void)
{
	for (int i = 0; i < 3; i++) {
		if (kept[i] < 0)
			continue;
		dup2(kept[i], i);
		close(kept[i]);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct attachment attachment = { .streams = ATTACH_OUTPUT | ATTACH_ERROR };
	int open_before, sockets[2], status = 0, end;
	size_t typed;
	struct packet packet;

	if (size < 2)
		return 0;
	/* libFuzzer and prove each leave other descriptors closed. */
	if (fcntl(STDIN_FILENO, F_GETFD) < 0)
		open("/dev/null", O_RDONLY);
	open_before = packet_descriptors();
	attachment.tty = *data & WITH_TERMINAL;
	attachment.streams |= *data & WITH_INPUT ? ATTACH_INPUT : 0;
	typed = data[1] < size - 2 ? data[1] : size - 2;
	turn_away(data + 2, typed);
	data += 2 + typed;
	size -= 2 + typed;
	fuzz_expect(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets) == 0);
	while (packet_cut(&data, &size, &packet) && packet_send(sockets[1], &packet, packet.flags & 3))
		continue;
	shutdown(sockets[1], SHUT_WR);
	end = attach_relay(sockets[0], &attachment, &status);
	fuzz_expect(end == ATTACH_EXITED || end == ATTACH_DETACHED || end == ATTACH_LOST || end == -1);
	close(sockets[0]);
	close(sockets[1]);
	turn_back();
	fuzz_expect(packet_descriptors() == open_before);
	return 0;
}
