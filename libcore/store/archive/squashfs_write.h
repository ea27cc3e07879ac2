/* Writing the tables of a squashfs: inodes, listings of directories, owners, attributes, and the superblock. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "store/archive/squashfs_blocks.h"
#include "store/archive/squashfs_tree.h"

enum { SQUASHFS_SUPERBLOCK = 96 };   /* bytes, at the beginning of the file */

/* Behind the data of its files: the tree, and at the beginning the superblock. The same for the same tree.
 * -1 and errno; EOVERFLOW: more owners than the format has room for. */
int squashfs_write(struct squashfs_output *output, struct squashfs_node *root);
