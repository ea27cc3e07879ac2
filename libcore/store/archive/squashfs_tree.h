/* The tree of a layer in memory, as its archive's entries make it: what a squashfs is written of. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* An extended attribute, one after the other in the buffer of its node: name, NUL, length, value. */
struct squashfs_attributes {
	unsigned char *bytes;
	size_t length;
	unsigned count;
};

struct squashfs_node;

struct squashfs_name {
	char *name;
	struct squashfs_node *node;
};

/* A file of any kind, under as many names as it has. */
struct squashfs_node {
	mode_t mode;
	uint32_t uid, gid, modified;
	dev_t device;
	char *symlink;
	struct squashfs_attributes attributes;

	struct squashfs_name *names;   /* of a directory: what is in it, sorted */
	size_t count, room;

	uint64_t size, start, holes;   /* of a regular file: bytes; where its blocks begin; bytes that aren't there */
	uint32_t *blocks;              /* the size of each of them, as the format has it */
	size_t block_count;

	uint32_t number, links;        /* given when all are there; 0: not yet */
	uint64_t reference;            /* to its inode, */
	bool written;                  /* once that is */
};

/* NULL: no memory. */
struct squashfs_node *squashfs_node_make(mode_t mode, uint32_t modified);

/* The node of this name (which is not NUL-terminated) in a directory; NULL. */
struct squashfs_node *squashfs_node_find(const struct squashfs_node *directory, const char *name, size_t length);

/* Put a node under a name, in the place of what has the name. -1 and errno, and the tree is of no use. */
int squashfs_node_put(struct squashfs_node *directory, const char *name, size_t length, struct squashfs_node *node);

/* Where a symbolic link leads. -1 and errno. */
int squashfs_node_lead(struct squashfs_node *node, const char *target);

/* Add an extended attribute, in the place of one of that name. -1 and errno. */
int squashfs_node_attribute(struct squashfs_node *node, const char *name, const void *value, size_t length);
