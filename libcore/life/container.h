/* A container: made and removed. Starting and stopping have files of their own. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

#include "base/limits.h"
#include "base/record.h"

/* Create a container: `container` has every key of container_record.h but id, created, hostname (if
 * none was asked for) and lease, which are added. `links` holds the words of --link, under "link".
 * Hold layers_lock(false) from finding the image until this returns. On failure nothing is left.
 * -1 said. */
int container_create(struct record *container, const char *name, const struct record *links);

/* Load the record of a container whose lock the caller has. -1 said, if it was removed meanwhile. */
int container_load_locked(struct record *container, const char *id);

/* Read the record of a container that runs again: links and limits may have changed. -1 said,
 * and it is as it was. */
int container_reload(struct record *container);

/* Remove it for good, with `volumes` its anonymous ones as well; one that runs only by `force`, which
 * kills it. -1 said. */
int container_remove(const char *id, bool force, bool volumes);
