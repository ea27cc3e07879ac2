/* Netlink: requests to the kernel, several with one system call, and its verdict as errno. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <linux/netlink.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/limits.h"

/* Requests gather in a batch, which starts as { 0 }. Attributes are put on `message` with libmnl;
 * one message takes at most NETLINK_MESSAGE bytes. */
enum { NETLINK_MESSAGE = 1024 };

struct netlink_batch {
	struct nlmsghdr *message;   /* the last one begun */
	int count;                  /* messages begun */
	int accepted;               /* an errno of the kernel's that counts as done; 0: none */
	int failed;                 /* after -1: index of the first message refused, or -1 */
	bool full;                  /* the requests didn't fit: netlink_send says ENOBUFS */
	char *larger;               /* memory of the caller's to use instead of `buffer` */
	size_t size;                /* and its size */
	_Alignas(8) char buffer[NETLINK_BUFFER];
};

/* A descriptor that talks to `protocol` (NETLINK_ROUTE…) in the network namespace that the caller
 * is in now. -1 and errno. */
int netlink_open(int protocol);

/* The one for NETLINK_NETFILTER: opened once in a process, for the namespace it is in then, and
 * never closed, for closing one waits until the kernel has freed what was removed (5 to 15 ms). */
int netlink_netfilter(void);

/* That one if it has been opened, else -1. */
int netlink_netfilter_opened(void);

/* In a process just forked: that one is the parent's, and is left to it. */
void netlink_netfilter_anew(void);

/* Begin a request: type, flags beside NLM_F_REQUEST, and the family's own header. */
struct nlmsghdr *netlink_begin(struct netlink_batch *batch, uint16_t type, uint16_t flags,
	const void *header, size_t length);

/* Send all, wait for the verdict, and empty the batch. -1 and the errno of the first refusal; the
 * kernel has still carried out the others (not so with nf_tables, which takes all or nothing). */
int netlink_send(int kernel, struct netlink_batch *batch);

/* Send the only request of a batch, a dump, and call `each` for every answer until it returns
 * non-zero; that is returned, else 0. */
int netlink_dump(int kernel, struct netlink_batch *batch,
	int (*each)(const struct nlmsghdr *answer, void *context), void *context);

/* What the kernel said beside errno, as " (its words)"; "" if nothing. */
const char *netlink_reason(void);
