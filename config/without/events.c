/* Without CONFIG_EVENTS: nothing is noted of what happens. */
/* SPDX-License-Identifier: MIT */
#include "store/events.h"

void events_container(const struct record *container, const char *action, ...)
{
	(void)container, (void)action;
}

void events_other(const char *type, const char *id, const struct record *labels, const char *action, ...)
{
	(void)type, (void)id, (void)labels, (void)action;
}
