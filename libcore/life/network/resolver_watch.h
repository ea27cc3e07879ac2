/* Watching the host's resolv.conf, so that a container that runs for months keeps resolving names. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

/* A descriptor to poll: readable when the host's file may have changed, and never otherwise. -1 if
 * the kernel has no inotify, or has few of them left for root: then a restart is what brings the news. */
int resolver_watch_open(void);

/* Take what it has to say, and watch on. True if the file may have changed. */
bool resolver_watch_take(int watch);
