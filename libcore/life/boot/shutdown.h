/* A shutdown: every container that runs is ended, and comes back at the next boot if it is to. */
/* SPDX-License-Identifier: MIT */
#pragma once

/* End them as stop_container does, consumers before sources, side by side where links allow, and tell
 * of each once all of it is undone (trouble NULL), or when it is sure that it doesn't end. -1: trouble was
 * told, or said. */
int shutdown_all(long timeout, void (*tell)(const char *name, const char *trouble));
