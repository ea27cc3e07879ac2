/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/auto.h"
#include "life/monitor/message.h"
#include "store/status.h"
#include "store/store.h"

enum { TRIES_MOST = 100 };

/* sun_path is short and the store may stand deep: the directory is named by its descriptor. */
static int name_socket(int directory, struct sockaddr_un *name)
{
	*name = (struct sockaddr_un){ .sun_family = AF_UNIX };
	return snprintf(name->sun_path, sizeof name->sun_path, "/proc/self/fd/%d/monitor.sock", directory);
}

int message_connect(const char *id)
{
	char path[4096];
	struct sockaddr_un name;
	autoclose int directory = -1;
	int fd;

	snprintf(path, sizeof path, "%s/running/%s", store_path(STORE_RUN), id);
	directory = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (directory < 0)
		return -1;
	fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -1;
	name_socket(directory, &name);
	if (connect(fd, (struct sockaddr *)&name, sizeof name) < 0) {
		auto_close(&fd);
		return -1;
	}
	return fd;
}

int message_reach(const char *id)
{
	int monitor = -1;

	while (status_is_locked(id) && (monitor = message_connect(id)) < 0)
		poll(NULL, 0, 1);
	return monitor;
}

int message_listen(int directory)
{
	struct sockaddr_un name;
	int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (fd < 0)
		return -1;
	name_socket(directory, &name);
	unlinkat(directory, "monitor.sock", 0);
	if (bind(fd, (struct sockaddr *)&name, sizeof name) < 0 || listen(fd, CONNECTIONS_MOST) < 0) {
		auto_close(&fd);
		return -1;
	}
	return fd;
}

int message_accept(int listener)
{
	int client = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
	struct ucred peer;
	socklen_t size = sizeof peer;

	if (client < 0 || (getsockopt(client, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 && peer.uid == 0))
		return client;
	close(client);
	return -1;
}

static int send_packet(int socket, enum message_type type, int value, int other,
		       const struct iovec *data, const struct iovec *control)
{
	struct { uint16_t version, type; int32_t value, other; } head = {
		MESSAGE_VERSION, (uint16_t)type, value, other
	};
	struct iovec parts[] = { { &head, sizeof head }, *data };
	struct msghdr packet = { .msg_iov = parts, .msg_iovlen = 2,
				 .msg_control = control->iov_base, .msg_controllen = control->iov_len };

	_Static_assert(sizeof head == MESSAGE_HEAD, "the head of a message is packed");
	for (int tries = 0; sendmsg(socket, &packet, MSG_NOSIGNAL) < 0;) {
		if (errno == EINTR)
			continue;
		/* Memory that is short now is so for a moment, and the other side waits for us. */
		if (errno != ENOMEM || ++tries == TRIES_MOST)
			return -1;
		poll(NULL, 0, 1);
	}
	return 0;
}

int message_send(int socket, enum message_type type, int value, int other, const void *data, size_t length)
{
	const struct iovec none = { NULL, 0 }, all = { (void *)data, length };

	return send_packet(socket, type, value, other, &all, &none);
}

int message_send_descriptor(int socket, enum message_type type, int value, int descriptor)
{
	union { struct cmsghdr head; char room[CMSG_SPACE(sizeof(int))]; } control = { 0 };
	const struct iovec none = { NULL, 0 }, rights = { &control, sizeof control };

	control.head.cmsg_level = SOL_SOCKET;
	control.head.cmsg_type = SCM_RIGHTS;
	control.head.cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(&control.head), &descriptor, sizeof descriptor);
	return send_packet(socket, type, value, 0, &none, &rights);
}

ssize_t message_receive(int socket, struct message *message, int *descriptor)
{
	/* Not its whole size: what aligns it would be room for a second descriptor, which stayed open. */
	union { struct cmsghdr head; char room[CMSG_SPACE(sizeof(int))]; } control = { 0 };
	struct iovec whole = { message, sizeof *message };
	struct msghdr packet = { .msg_iov = &whole, .msg_iovlen = 1,
				 .msg_control = &control, .msg_controllen = CMSG_LEN(sizeof(int)) };
	struct cmsghdr *extra;
	int came = -1;
	ssize_t length;

	/* What the other end had not read when it left comes back as one ECONNRESET, before what it had
	 * still sent. */
	for (bool reset = false;; reset = true) {
		while ((length = recvmsg(socket, &packet, MSG_CMSG_CLOEXEC)) < 0 && errno == EINTR)
			;
		if (length >= 0 || errno != ECONNRESET || reset)
			break;
	}
	if (length < 0)
		return -1;
	extra = CMSG_FIRSTHDR(&packet);
	if (extra && extra->cmsg_type == SCM_RIGHTS && extra->cmsg_len == CMSG_LEN(sizeof(int)))
		memcpy(&came, CMSG_DATA(extra), sizeof came);
	errno = length ? EPROTO : ECONNRESET;
	if (length < MESSAGE_HEAD || message->version != MESSAGE_VERSION || packet.msg_flags & MSG_TRUNC)
		length = -1;
	if (!descriptor || length < 0)
		auto_close(&came);
	if (descriptor)
		*descriptor = length < 0 ? -1 : came;
	return length < 0 ? -1 : length - MESSAGE_HEAD;
}

int message_take_process(const char *id)
{
	autoclose int monitor = message_connect(id);
	struct message message;
	int process = -1;

	if (monitor < 0 || message_send(monitor, MESSAGE_PROCESS, 0, 0, NULL, 0) < 0
	    || message_receive(monitor, &message, &process) < 0)
		return -1;
	if (message.type != MESSAGE_PROCESS || process < 0) {
		auto_close(&process);
		errno = ESRCH;
		return -1;
	}
	return process;
}
