/* The monitor: the parent of a container's first process, from its start to its end. */
/* SPDX-License-Identifier: MIT */
#pragma once

/* How the starter hands things on to the monitor that it execs: descriptors by number. */
enum {
	MONITOR_CONTROL = 3,        /* its first client: the starter */
	MONITOR_LOCK = 4,           /* of the container */
	MONITOR_FIRST_PORT = 5,     /* host port sockets, from here on */
};

/* Start the container with this full id, which has `ports` sockets, keep it, undo it all at its end. The exit status. */
int monitor_run(const char *id, int ports);
