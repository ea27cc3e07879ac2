/* A pseudo terminal of a container's own devpts: the container gets the slave, we the master. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <sys/types.h>

/* In the container, after the pivot (or after joining its mount namespace): make a pair on
 * /dev/pts. Returns the master; the slave, owned by `owner`, in `*slave`. Both close-on-exec.
 * Follows no link and takes nothing but a devpts, whatever a container has put there. -1 said. */
int pty_open(uid_t owner, int *slave);

/* Show the slave on /dev/console too, as Docker does for the first process. -1 said. */
int pty_bind_console(int slave);

/* Lead a new session whose controlling terminal is the slave, on descriptors 0, 1 and 2. The
 * caller must not lead a process group with others in it. -1 said. */
int pty_take(int slave);
