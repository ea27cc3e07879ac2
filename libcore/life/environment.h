/* The environment of a container's processes: image's and -e, and what its links say. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "base/record.h"

/* Build it as lines NAME=VALUE (a record is an environment block), from the container's record and
 * the leases of its links as they are now: PATH, HOSTNAME, TERM, links in order, then Config.Env
 * over them. HOME is not set here: it stands in the container's passwd. -1 said. */
int environment_build(struct record *environment, const struct record *container);

/* Set or replace one NAME=VALUE; NAME alone removes it. -1 said. */
int environment_set(struct record *environment, const char *assignment);

/* The array that execve takes, pointing into the record: one allocation. NULL said. */
char **environment_array(const struct record *environment);
