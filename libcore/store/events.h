/* Events: what has happened to containers, images, volumes and networks, for who asks or follows. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "base/record.h"

/* In RAM, run/events (the newest) and events.1, of at most EVENTS_SIZE bytes each; a line for each:
 *
 *   <nanoseconds since the boot> <since 1970> <type> <action> <id> <attribute>=<value>…
 *
 * with one tab between any two. In what others have chosen a backslash is written \\, a tab \t, a
 * newline \n. Who is killed while it writes leaves a piece of a line, which the next one ends with
 * EVENTS_TORN. Of an attribute that comes twice the first one counts. */
enum { EVENTS_FILES = 2, EVENTS_SIZE = 64 << 10, EVENT_LENGTH = 8192 };
#define EVENTS_TORN "\t\\?\n"

/* This has happened to a container: Docker's word for it, then attributes and their values in pairs,
 * NULL. Its labels, image and name are added; the name is looked up, unless it is given:
 *
 *	events_container(container, "die", "exitCode", "137", NULL);
 *
 * Both say nothing, never fail and keep errno: where there is no room, nothing was noted. They allocate:
 * in a monitor, a worker calls them. Attributes that don't fit into EVENT_LENGTH are left out. */
void events_container(const struct record *container, const char *action, ...) __attribute__((sentinel));

/* And to something else: type "image", id "sha256:…"; type "volume", id its name. `labels` has lines
 * label=K=V that are added, or is NULL. */
void events_other(const char *type, const char *id, const struct record *labels, const char *action, ...)
	__attribute__((sentinel));
