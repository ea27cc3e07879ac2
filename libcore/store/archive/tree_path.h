/* Paths of a tree that an archive fills: whoever wrote the archive, nothing leads out of it. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <limits.h>
#include <stdbool.h>
#include <sys/stat.h>

/* Entries come directory by directory: the one that was worked in last stays open. */
struct tree {
	const char *verb;              /* "unpack", for messages */
	const char *what;              /* what is unpacked */
	const char *store;             /* and where to: asked for before the chroot */
	bool in_use;                   /* the root's own times are those of who works in it */
	int root;
	int parent;                    /* the open directory; -1 if none */
	char parent_path[PATH_MAX];
	struct stat parent_was;        /* its times are put back when it is left */
};

/* Begin; -1 said, and only tree_close may follow. */
int tree_open(struct tree *tree, const char *root, const char *what, const char *store);
void tree_close(struct tree *tree);

/* Say why `name` (bytes of a stranger) can't be unpacked; -1. */
int tree_refuse(const struct tree *tree, const char *name, const char *reason);
int tree_refuse_errno(const struct tree *tree, const char *name);

/* Write the plain form of an entry's name into `path`: no "./", no double slash; "" is the root.
 * Absolute names and ".." are refused, said. */
int tree_normalise(const struct tree *tree, const char *name, char path[PATH_MAX]);

/* Open the directory that `path` (in plain form; it is cut in two) is in, making it if absent, never
 * through a link. The descriptor is the tree's; `last` is the last part of `path`. -1 said. */
int tree_enter(struct tree *tree, char *path, const char **last);

/* The same with a descriptor that the caller closes. */
int tree_open_parent(const struct tree *tree, char *path, const char **last);

/* A directory may have gone: forget the open one. */
void tree_leave(struct tree *tree);
