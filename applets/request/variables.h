/* Variables of an environment as -e and --env-file of run and exec give them. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "base/record.h"

/* Add each to `to` as a line env=K=V, those of the files first: `given` has them as env=, env-file=.
 * A name alone takes our own variable of that name; if we have none, -e takes it away (env=K) and
 * a file does nothing. -1 said. */
int variables_read(struct record *to, const struct record *given);

/* Add the lines K=V of a file, of --env-file or --label-file, as `key`=K=V. -1 said. */
int variables_read_file(struct record *to, const char *key, const char *path);
