/* The pieces that a squashfs is made of: blocks, compressed where that makes them smaller. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum {
	SQUASHFS_DATA = 1 << 17,       /* bytes of a file in one block */
	SQUASHFS_METADATA = 1 << 13,   /* and of everything else */
};

/* What is written to a file, one after the other. */
struct squashfs_output {
	int file;
	uint64_t length;
};

/* -1 and errno, as all of these. */
int squashfs_put(struct squashfs_output *output, const void *bytes, size_t length);

/* A block of data. Its size as inodes have it, 0 for zeros alone, of which nothing is written. */
int squashfs_put_data(struct squashfs_output *output, const void *bytes, size_t length, uint32_t *size);

/* Metadata: bytes in a row, in blocks that are kept in memory until they are written. */
struct squashfs_metadata {
	unsigned char open[SQUASHFS_METADATA];
	size_t used;                   /* of it */
	unsigned char *blocks;
	size_t length;                 /* of them */
};

int squashfs_add(struct squashfs_metadata *metadata, const void *bytes, size_t length);
int squashfs_add_16(struct squashfs_metadata *metadata, unsigned value);
int squashfs_add_32(struct squashfs_metadata *metadata, uint32_t value);
int squashfs_add_64(struct squashfs_metadata *metadata, uint64_t value);

/* Where the next byte goes: the block's place, shifted left by 16, and the place in it. */
uint64_t squashfs_reference(const struct squashfs_metadata *metadata);

/* Write it all. */
int squashfs_put_metadata(struct squashfs_output *output, struct squashfs_metadata *metadata);

/* The same, and then `head` and where each of the blocks is; `place` of what comes behind the blocks. */
int squashfs_put_table(struct squashfs_output *output, struct squashfs_metadata *metadata, const void *head,
	size_t head_length, uint64_t *place);
