/* Owners: whose the files of a container are on the host, if it has a range of ids of its own: its root is
 * the first of them. A process that mounts for such a container says so once, and this file keeps it. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

enum { OWNERS_COUNT = 65536 };   /* ids of a range: 0 to 65535 in the container */

/* Give the user namespace of the process, which is new and which /proc calls `pid`, its range. -1 said. */
int owners_write(pid_t pid, uint32_t first);

/* The user namespace of the process that this is a pidfd of. -1 said. */
int owners_open(int process);

/* From here on what this process mounts is of a container with this user namespace, whose root is `first`
 * here; and what it makes is that root's. All that it may do, it still may. */
void owners_begin(int users, uint32_t first);
bool owners_have_begun(void);

/* What it makes is the host's root's meanwhile (`true`), or the container's again. */
void owners_pause(bool paused);

/* Who `id` in the container is on the host. Those beyond the range, and all before owners_begin: the same. */
uint32_t owners_id(uint32_t id);

/* What makes the root of a new tmpfs theirs: ",uid=…,gid=…"; "" before owners_begin. */
const char *owners_options(void);

/* What the mount, in no namespace yet, shows is the container's own: id 0 on the disk is its root;
 * `recursive`: and the mounts below. Nothing happens before owners_begin. `name` is for messages. -1 said: the
 * kernel or the file system can't. */
int owners_map(int mount, bool recursive, const char *name);

/* The same for who hasn't begun, and for one mount. */
int owners_map_to(int users, int mount, bool recursive, const char *name);

/* Mount the directory over itself, mapped so: a descriptor of what is there then. Before owners_begin: of
 * what was there. The caller is in a mount namespace of its own. -1 said. */
int owners_mount(int directory, const char *name);

/* The caller, who is in the user namespace and was root outside of it, becomes its root. -1 said. */
int owners_become_root(void);
