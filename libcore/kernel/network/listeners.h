/* Listeners: the ports of a network namespace that somebody listens on, as the kernel knows them. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* Ask about the namespace that `netns` is open on (a pidfd will do): a close-on-exec descriptor, which
 * keeps the namespace. -1 and errno, silent. */
int listeners_open(int netns);

/* 1 if what is sent to this port of `address` (network byte order; 0: any but the loopback's) gets to a
 * socket: TCP in LISTEN, UDP bound; of either family. 0 if not; -1 and errno, silent: ENOENT if the kernel can't
 * tell (CONFIG_INET_DIAG, for UDP CONFIG_INET_UDP_DIAG). */
int listeners_have(int listeners, bool udp, uint32_t address, uint16_t port);
