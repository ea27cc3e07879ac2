/* Signals that a client takes as messages, for a container instead of for itself. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <signal.h>
#include <stdbool.h>

/* With a terminal: a change of its size, and what would leave it raw. Without, and with `proxy`:
 * everything that can be caught, as Docker does, but for job control on our own input. What our
 * parent had us ignore (nohup) stays ignored. */
void signals_choose(sigset_t *set, bool tty, bool proxy);

/* Die of a signal that was taken, as if it never had been; the terminal is given back. */
void signals_die(int number);
