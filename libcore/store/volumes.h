/* Volumes: directories with a name, which outlive the containers that use them. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stddef.h>

#include "base/limits.h"
#include "base/record.h"

/* On disk: volumes/<name>/_data is the directory, volumes/<name>/record is written after it: without
 * it there is no volume. Keys of the record:
 *
 *   name=  created=<seconds>.<9 digits>  label=K=V (list)
 *   asked=yes                            made by `volume create`
 *   owner=<64 hex>                       anonymous, of a --rm container: goes with it
 *
 * volumes/<name>/filling is there while _data gets what an image has: what is in it then is nothing. */

/* The lock of all volumes: held from looking who uses one to removing it, and while a container that
 * has just been saved makes its own. A descriptor to close, -1 said. */
int volumes_lock(void);

/* -1 said, in Docker's words, if a volume can't be called so. */
int volumes_check_name(const char *name);

/* Make the volume if it isn't there: the keys of `wish` (asked, owner, label) become the record's.
 * -1 said. */
int volumes_make(const char *name, const struct record *wish);

/* "No such volume: …", -1 said with errno ENOENT. */
int volumes_load(struct record *volume, const char *name);

/* Where it is, for messages and views; and its directory (mounted by the caller), -1 said. */
void volumes_path(char *path, size_t size, const char *name);
int volumes_open(const char *name);

/* Take it away with all that is in it. Under volumes_lock. -1 said. */
int volumes_delete(const char *name);

/* Call `each` for every name, in no order, until it returns non-zero; that is returned, else 0. */
int volumes_each(int (*each)(const char *name, void *context), void *context);
