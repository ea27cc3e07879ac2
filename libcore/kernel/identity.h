/* An identity: who a process in a container is, as the container's own /etc/passwd has it. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <limits.h>
#include <stdint.h>

#include "base/limits.h"

enum {
	IDENTITY_GROUPS_MOST = 256,
	IDENTITY_FILE_SIZE = 1 << 20,   /* of /etc/passwd, of /etc/group */
	IDENTITY_TEXT_LENGTH = 255,     /* of a user's name */
};

struct identity {
	uint32_t uid, gid;
	uint32_t groups[IDENTITY_GROUPS_MOST];   /* gid first, as Docker since 20.10.18 */
	int group_count;
	char name[IDENTITY_TEXT_LENGTH + 1];     /* "" if /etc/passwd has none for the uid */
	char home[PATH_MAX];                     /* "/" likewise */
};

/* Whom `user` means: "", "name", "uid", "name:group", "uid:gid" and mixed; "" or NULL is uid 0.
 * To be called in the container's root (after rootfs_enter). -1 said, in Docker's words. */
int identity_find(struct identity *identity, const char *user);

/* In a root whose /proc doesn't show this process: `proc` is its /proc/self/fd, and stays open. */
void identity_look_through(int proc);

/* Put it into one more group, "crew" or "5", as --group-add does. In the container's root. -1 said. */
int identity_join(struct identity *identity, const char *group);

/* Become it: groups, gid, uid, in this order, for good. -1 said. */
int identity_assume(const struct identity *identity);
