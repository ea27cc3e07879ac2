/* The names of a container beside its own: web/db, one for every link to it. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdio.h>

/* Write `own` and the names that the consumers of its lease give it, sorted, with `separator`
 * between them. -1 after a failure that is said. */
int link_names_write(FILE *out, const char *own, const char *lease, const char *separator);
