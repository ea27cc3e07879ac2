/* Mounts: what --mount, and -v behind other words, add to a container's record. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "base/record.h"
#include "request/request_mount_words.h"

/* Whether the --mount options can be read. -1 said, as Docker's flag library has it. */
int request_mounts_check(void);

/* Add those of all --mount options. -1 said, in the daemon's words. */
int request_mounts_add(struct record *container);

/* Check one wish as Docker's daemon does; `before` is put before what is wrong. -1 said. */
int request_mount_check(const struct mount_wish *wish, const char *before);

/* Add the line of one wish: a volume without a name gets one. `mode` as typed, `exists`: its source
 * isn't made. "Duplicate mount point", -1 said. */
int request_mount_add(struct record *container, const struct mount_wish *wish, const char *mode, bool exists);

/* True if something is mounted there already; the target is plain. */
bool request_mount_has(const struct record *container, const char *target);

/* The same of the lines "target[:options]" of one key. */
bool request_mount_has_tmpfs(const struct record *container, const char *key, const char *target);
