/* The root of a container: what the user puts into it, and the step into it. */
/* SPDX-License-Identifier: MIT */
#pragma once

/* How rootfs_bind binds; or-ed. */
enum bind_how {
	BIND_READ_ONLY = 1,   /* and all that is mounted below */
	BIND_ALONE = 2,       /* without what is mounted below */
	BIND_OF_HOST = 4,     /* with owners as the host counts */
};

/* `root` is a descriptor of the mounted root (overlay_mount). All but rootfs_work_in come before
 * rootfs_enter or after it, as you like; sources have to be opened before it, in this namespace. */

/* Show `source` (a descriptor of a file or directory of the host) at `target`, made if absent, with its
 * owners as the container counts (owners.h). -1 said; nothing goes over /proc. Call in the order of the targets' depth. */
int rootfs_bind(int root, int source, const char *target, unsigned how);

/* An empty file system in RAM, as --tmpfs says it: "/run" or "/run:size=64m,mode=1777,exec". -1 said. */
int rootfs_tmpfs(int root, const char *specification);

/* Make the root itself, but nothing mounted in it, read-only. -1 said. */
int rootfs_seal(int root);

/* Become the one who sees only this root; the host's is gone from the namespace. -1 said. */
int rootfs_enter(int root);

/* Make the working directory, if absent: after rootfs_enter, before taking the identity. -1 said. */
int rootfs_make_directory(const char *path);

/* Go there: after taking the identity, who must be allowed to. -1 said. */
int rootfs_work_in(const char *path);
