/* The extended attributes of a squashfs. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "store/archive/squashfs_blocks.h"
#include "store/archive/squashfs_tree.h"

struct squashfs_attribute_tables {
	struct squashfs_metadata pairs, sets;
	uint32_t count;                /* of sets */
};

/* Add a node's; `set` is what its inode calls them. -1 and errno. */
int squashfs_attributes_add(struct squashfs_attribute_tables *tables, const struct squashfs_attributes *attributes,
	uint32_t *set);

/* Write the tables; `place` is what the superblock says of them. -1 and errno. */
int squashfs_attributes_put(struct squashfs_output *output, struct squashfs_attribute_tables *tables, uint64_t *place);
