/* The command of a container: its words, and where in $PATH the first of them is. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "base/record.h"

/* Exec entrypoint= and command= of the record with this environment. Returns only on failure, said:
 * the exit status, 127 (not found) or 126 (not executable), as a shell would have it. */
int command_exec(const struct record *container, const struct record *environment);

/* The same for the words of a vector. */
int command_exec_words(char *const words[], const struct record *environment);
