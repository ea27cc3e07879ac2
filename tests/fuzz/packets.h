/* Packets: an input as messages of a socket, each with a byte of flags and two of its length before it. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <sys/socket.h>

#include "fuzz.h"

enum { PACKET_MOST = 32768 };

struct packet {
	const uint8_t *data;
	size_t length;
	uint8_t flags;
};

/* The next packet of what is left; false at the end. */
static inline bool packet_cut(const uint8_t **data, size_t *size, struct packet *packet)
{
	if (*size < 3)
		return false;
	packet->flags = (*data)[0];
	packet->length = ((*data)[1] | (size_t)(*data)[2] << 8) % PACKET_MOST;
	*data += 3;
	*size -= 3;
	if (packet->length > *size)
		packet->length = *size;
	packet->data = *data;
	*data += packet->length;
	*size -= packet->length;
	return true;
}

/* Send one, with so many descriptors attached (three at most). */
static inline bool packet_send(int socket, const struct packet *packet, int descriptors)
{
	union { struct cmsghdr head; char room[CMSG_SPACE(3 * sizeof(int))]; } control = { 0 };
	struct iovec part = { (void *)packet->data, packet->length };
	struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1 };
	const int attached[3] = { STDERR_FILENO, STDERR_FILENO, STDERR_FILENO };

	if (descriptors) {
		message.msg_control = &control;
		message.msg_controllen = CMSG_SPACE((size_t)descriptors * sizeof(int));
		control.head.cmsg_level = SOL_SOCKET;
		control.head.cmsg_type = SCM_RIGHTS;
		control.head.cmsg_len = CMSG_LEN((size_t)descriptors * sizeof(int));
		memcpy(CMSG_DATA(&control.head), attached, (size_t)descriptors * sizeof(int));
	}
	return sendmsg(socket, &message, MSG_NOSIGNAL | MSG_DONTWAIT) >= 0;
}

/* How many descriptors are open: as many after as before, or one was lost. */
static inline int packet_descriptors(void)
{
	int count = 0;

	for (int fd = 0; fd < 64; fd++)
		count += fcntl(fd, F_GETFD) >= 0;
	return count;
}
