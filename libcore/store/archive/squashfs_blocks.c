/* SPDX-License-Identifier: MIT */
#include <endian.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/file.h"
#include "store/archive/squashfs_blocks.h"

enum { PLAIN_DATA = 1 << 24, PLAIN_METADATA = 1 << 15 };

int squashfs_put(struct squashfs_output *output, const void *bytes, size_t length)
{
	output->length += length;
	return file_write(output->file, bytes, length);
}

/* The smaller of the two forms, and its length: never longer than what was given. */
static const void *squeeze(const void *bytes, size_t length, size_t *squeezed)
{
	static unsigned char room[SQUASHFS_DATA];
	uLongf used = length - 1;   /* or it is of no use */

	*squeezed = length;
	if (length < 2 || compress2(room, &used, bytes, length, Z_BEST_COMPRESSION) != Z_OK)
		return bytes;
	*squeezed = used;
	return room;
}

static bool is_zero(const unsigned char *bytes, size_t length)
{
	return !*bytes && memcmp(bytes, bytes + 1, length - 1) == 0;
}

int squashfs_put_data(struct squashfs_output *output, const void *bytes, size_t length, uint32_t *size)
{
	size_t squeezed;
	const void *form;

	*size = 0;
	if (is_zero(bytes, length))
		return 0;
	form = squeeze(bytes, length, &squeezed);
	*size = (uint32_t)squeezed | (form == bytes ? PLAIN_DATA : 0);
	return squashfs_put(output, form, squeezed);
}

static int close_block(struct squashfs_metadata *metadata)
{
	size_t squeezed;
	const void *form = squeeze(metadata->open, metadata->used, &squeezed);
	uint16_t head = htole16((uint16_t)(squeezed | (form == metadata->open ? PLAIN_METADATA : 0)));
	unsigned char *blocks = realloc(metadata->blocks, metadata->length + sizeof head + squeezed);

	if (!blocks)
		return -1;
	metadata->blocks = blocks;
	memcpy(blocks + metadata->length, &head, sizeof head);
	memcpy(blocks + metadata->length + sizeof head, form, squeezed);
	metadata->length += sizeof head + squeezed;
	metadata->used = 0;
	return 0;
}

int squashfs_add(struct squashfs_metadata *metadata, const void *bytes, size_t length)
{
	const unsigned char *from = bytes;

	while (length) {
		size_t fits = SQUASHFS_METADATA - metadata->used < length ? SQUASHFS_METADATA - metadata->used : length;

		memcpy(metadata->open + metadata->used, from, fits);
		metadata->used += fits;
		from += fits;
		length -= fits;
		if (metadata->used == SQUASHFS_METADATA && close_block(metadata) < 0)
			return -1;
	}
	return 0;
}

int squashfs_add_16(struct squashfs_metadata *metadata, unsigned value)
{
	uint16_t bytes = htole16((uint16_t)value);

	return squashfs_add(metadata, &bytes, sizeof bytes);
}

int squashfs_add_32(struct squashfs_metadata *metadata, uint32_t value)
{
	uint32_t bytes = htole32(value);

	return squashfs_add(metadata, &bytes, sizeof bytes);
}

int squashfs_add_64(struct squashfs_metadata *metadata, uint64_t value)
{
	uint64_t bytes = htole64(value);

	return squashfs_add(metadata, &bytes, sizeof bytes);
}

uint64_t squashfs_reference(const struct squashfs_metadata *metadata)
{
	return (uint64_t)metadata->length << 16 | metadata->used;
}

int squashfs_put_metadata(struct squashfs_output *output, struct squashfs_metadata *metadata)
{
	if (metadata->used && close_block(metadata) < 0)
		return -1;
	return squashfs_put(output, metadata->blocks, metadata->length);
}

int squashfs_put_table(struct squashfs_output *output, struct squashfs_metadata *metadata, const void *head,
	size_t head_length, uint64_t *place)
{
	uint64_t begin = output->length;

	if (squashfs_put_metadata(output, metadata) < 0)
		return -1;
	*place = output->length;
	if (squashfs_put(output, head, head_length) < 0)
		return -1;
	for (size_t at = 0; at < metadata->length;) {
		uint64_t block = htole64(begin + at);
		uint16_t length;

		memcpy(&length, metadata->blocks + at, sizeof length);
		at += sizeof length + (le16toh(length) & (PLAIN_METADATA - 1U));
		if (squashfs_put(output, &block, sizeof block) < 0)
			return -1;
	}
	return 0;
}
