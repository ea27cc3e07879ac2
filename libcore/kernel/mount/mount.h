/* A mount: made or copied detached from every tree, then attached where a descriptor points. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

enum { MOUNT_OPTIONS_LENGTH = 1023 };

/* How a mount may be used, for mount_make and mount_restrict; or-ed. The kernel's MOUNT_ATTR_*. */
enum mount_rule {
	MOUNT_READ_ONLY = 0x01,
	MOUNT_NO_SUID = 0x02,
	MOUNT_NO_DEVICES = 0x04,
	MOUNT_NO_EXEC = 0x08,
	MOUNT_STRICT_ATIME = 0x20,
	MOUNT_SEALED = MOUNT_NO_SUID | MOUNT_NO_DEVICES | MOUNT_NO_EXEC,
};

/* The kernel only copies, and overlays, what is mounted in the caller's own mount namespace: a
 * descriptor opened before clone(CLONE_NEWNS) is refused with EINVAL. So open sources after it. */

/* Keep what is mounted from here on to this mount namespace. -1 said. */
int mount_private(void);

/* A new file system, detached. `options` as in mount(8), "size=64k,mode=0755", may be NULL.
 * `name` is for messages. -1 said; errno ENODEV: the kernel lacks it. */
int mount_make(const char *type, const char *options, unsigned rules, const char *name);

/* The same of a file system that is on a device, or in a file where that will do: read-only. */
int mount_device(const char *type, const char *source, const char *name);

/* A copy of what `source` (a descriptor, O_PATH will do) shows, detached; `recursive`: with the
 * mounts below it. `name` is for messages. -1 said. */
int mount_copy(int source, bool recursive, const char *name);

/* Put a detached mount over what `target` shows: the mount's descriptor stays good, and is the
 * way to what it shows. `name` is for messages. -1 said. */
int mount_attach(int mount, int target, const char *name);

/* Add rules to an attached mount, `recursive`: and to those below it (before Linux 5.12 only to
 * itself). -1 said. */
int mount_restrict(int mount, unsigned rules, bool recursive, const char *name);

/* For calls that this file doesn't make: say that `call` failed for `name`, and if the kernel is
 * too old to have it, that. Returns -1. */
int mount_failed(const char *name, const char *call);
