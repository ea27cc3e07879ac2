/* An event: one line of the file of events, understood. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "store/events.h"

enum { EVENT_ATTRIBUTES = EVENT_LENGTH / 4 };

struct event {
	uint64_t boot;            /* nanoseconds since the boot: they never go back */
	uint64_t time;            /* nanoseconds since 1970, as the clock was then */
	const char *type, *action, *id;
	const char *attributes[EVENT_ATTRIBUTES];   /* "name=value", sorted by name, no name twice */
	size_t count;
};

/* Understand a line without its newline, in place: the strings point into it. -1, silent, if it is torn. */
int event_parse(struct event *event, char *line);

/* The value of an attribute; NULL if it has none of that name. */
const char *event_attribute(const struct event *event, const char *name);
