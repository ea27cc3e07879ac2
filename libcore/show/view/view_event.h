/* An event as people see it: Docker's line, and Docker's JSON. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdio.h>

struct cJSON;
struct event;

/* "2006-01-02T15:04:05.000000000Z container start <id> (image=busybox, name=db)", a newline; the time is
 * local time. */
void view_event_line(FILE *out, const struct event *event);

/* For templates; NULL: an event of which nothing is known. To be freed with view_free. */
struct cJSON *view_event(const struct event *event);
