/* Where syslog messages go: a socket of the machine, or a UDP port. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <sys/socket.h>

struct log_address {
	struct sockaddr_storage name;
	socklen_t length;
};

/* unixgram:///dev/log, unix:///dev/log (the same here), udp://192.0.2.1[:514], udp://[2001:db8::1]:514; NULL or
 * "": /dev/log. -1 said. */
int log_address_read(struct log_address *address, const char *text);
