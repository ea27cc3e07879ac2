/* A cgroup: a group of processes that the kernel counts, limits, stops and ends together. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum {
	CGROUP_CPU = 1, CGROUP_CPUACCT = 2, CGROUP_CPUSET = 4, CGROUP_MEMORY = 8, CGROUP_IO = 16, CGROUP_PIDS = 32,
	CGROUP_DEVICES = 64, CGROUP_FREEZER = 128,
	CGROUP_UNIFIED = 256,     /* no controller: the hierarchy is of version 2 */
};
enum { CGROUP_PATH = 512, CGROUPS_MOST = 12, CGROUP_VALUE = 4096 };

/* One cgroup of one hierarchy, by its directory, with the controllers that are on it there. */
struct cgroup {
	unsigned on;              /* CGROUP_…, or-ed */
	char path[CGROUP_PATH];
};

/* One of each hierarchy. */
struct cgroups {
	struct cgroup all[CGROUPS_MOST];
	int count;
};

/* The tops of all hierarchies that are mounted, wherever they are: of version 1, 2, or both. -1 and
 * errno; none is success. */
int cgroup_find(struct cgroups *tops);

/* That of version 1 which has the controller, else that of version 2 if it has. NULL: none has. */
const struct cgroup *cgroup_with(const struct cgroups *all, unsigned controller);

/* Of version 2: the controllers that its children have by now. */
unsigned cgroup_handed_down(const struct cgroup *top);

/* "pids /sys/fs/cgroup/pids": the controllers as the kernel calls them, and "unified". Read: -1 if it
 * is no such text. */
enum { CGROUP_TEXT = CGROUP_PATH + 80 };
void cgroup_write(char text[CGROUP_TEXT], const struct cgroup *group);
int cgroup_read(struct cgroup *group, const char *text);

/* All of these behave like libc: 0 or -1 and errno, and print nothing. */

/* Make the group of that path, and those on the way, below `top`. Of version 2: with the controllers of
 * group->on handed down to it; errno EBUSY: a group on the way has processes of its own. There already
 * is success. */
int cgroup_make(const struct cgroup *top, const struct cgroup *group);

/* What one of its files says, with a NUL and without the last newline; and say something to it. */
int cgroup_get(const struct cgroup *group, const char *file, char *value, size_t size);
int cgroup_put(const struct cgroup *group, const char *file, const char *value);

/* The number behind `key` in a file of lines "key number"; `otherwise` if there is none. The first
 * number of a file of one: `key` "". */
long long cgroup_number(const struct cgroup *group, const char *file, const char *key, long long otherwise);

/* The caller, which must have one thread, goes into the group. Version 1: takes no time. Version 2: takes
 * a grace period of the kernel's, 10 ms or more; a clone into it (namespace_clone) doesn't. */
int cgroup_enter(const struct cgroup *group);

/* A descriptor with which cgroup_enter_by takes a process in that can't see the directory any more. */
int cgroup_open_door(const struct cgroup *group);
int cgroup_enter_by(int door);

/* Call `each` for every process in it, as the caller's pid namespace counts, until that returns non-zero;
 * which is returned. -1 and errno. */
int cgroup_each(const struct cgroup *group, int (*each)(pid_t pid, void *context), void *context);

/* Stop all that is in it, or let it go on; returns when they have stopped. Of a group with the freezer
 * (version 1) or of version 2. errno ENOENT: the kernel can't. */
int cgroup_freeze(const struct cgroup *group, bool frozen);

/* Kill all that is in it, and remove it. Absent is success. errno EBUSY: something can't be killed. */
int cgroup_remove(const struct cgroup *group);
