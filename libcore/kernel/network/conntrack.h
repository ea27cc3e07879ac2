/* Connections that the kernel keeps track of, and how it is made to forget them. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdint.h>

/* Which connections: 0 stands for any, but not for both addresses. In network byte order. */
struct conntrack_match {
	uint32_t consumer;   /* the address that opened it */
	uint32_t source;     /* the address that answers, behind any translation */
	uint8_t protocol;
	uint16_t port;       /* of the source; with a protocol */
};

/* Delete all that match. None is success. One that is still allowed only begins anew with its next
 * packet. -1 said. */
int conntrack_delete(const struct conntrack_match *match);
