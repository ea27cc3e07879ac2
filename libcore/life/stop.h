/* Ending a container that runs, and waiting for its end. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

#include "base/record.h"

/* The signal that asks the container to end. */
int stop_signal_of(const struct record *container);

/* All return when everything that the start did is undone. Not running is success. -1 said. */

/* By hand: one whose restart policy looks at that doesn't come back at the next boot. For now: it was
 * not the user's wish that it stays away (restart, shutdown), or it won't exist any more. Either way
 * nothing restarts it. */
enum stop_reason { STOP_BY_HAND, STOP_FOR_NOW };

/* Its stop signal, and SIGKILL after `timeout` seconds: -1 never, STOP_TIMEOUT what its record says. */
enum { STOP_TIMEOUT = -2 };
int stop_container(const char *id, long timeout, enum stop_reason reason);

/* The same without waiting for the end: a connection to its monitor, where MESSAGE_EXIT or the end of
 * the connection says it. -1, silent: nobody is there to be asked at the moment. */
int stop_ask(const struct record *container, long timeout, enum stop_reason reason);

/* How many seconds that gives it. */
long stop_timeout_of(const struct record *container, long timeout);

/* SIGKILL. */
int stop_now(const char *id, enum stop_reason reason);

/* True for a signal that asks the container to end: those that end people's programs, and its own. */
bool stop_is_asked_by(const struct record *container, int number);

/* Send a signal to its first process, and after SIGKILL wait for the end. -1 said: "Container … is
 * not running". */
int stop_signal(const char *id, int number);

/* Wait for its end: the exit status, at once if it doesn't run; 0 if it never ran. -1 said. */
int stop_wait(const char *id);
