/* SPDX-License-Identifier: MIT */
#include <endian.h>
#include <string.h>

#include "base/text.h"
#include "store/archive/squashfs_attributes.h"

enum { NONE = -1 };

/* What begins a name is a number in the format; the rest of the name. */
static const char *split(const char *name, unsigned *kind)
{
	static const char *const prefixes[] = { "user.", "trusted.", "security." };
	const char *rest = NULL;

	for (*kind = 0; *kind < sizeof prefixes / sizeof prefixes[0] && !rest; ++*kind)
		rest = text_after(name, prefixes[*kind]);
	--*kind;
	return rest;
}

int squashfs_attributes_add(struct squashfs_attribute_tables *tables, const struct squashfs_attributes *attributes,
	uint32_t *set)
{
	struct squashfs_metadata *pairs = &tables->pairs;
	uint64_t begin = squashfs_reference(pairs);
	uint32_t size = 0;

	*set = (uint32_t)NONE;
	if (!attributes->count)
		return 0;
	for (size_t at = 0; at < attributes->length;) {
		const char *name = (const char *)attributes->bytes + at, *rest;
		size_t name_size = strlen(name) + 1;
		uint32_t length;
		unsigned kind;

		memcpy(&length, attributes->bytes + at + name_size, sizeof length);
		at += name_size + sizeof length;
		rest = split(name, &kind);
		if (squashfs_add_16(pairs, kind) < 0 || squashfs_add_16(pairs, (unsigned)strlen(rest)) < 0
		    || squashfs_add(pairs, rest, strlen(rest)) < 0 || squashfs_add_32(pairs, length) < 0
		    || squashfs_add(pairs, attributes->bytes + at, length) < 0)
			return -1;
		at += length;
		size += (uint32_t)name_size;
	}
	*set = tables->count++;
	return squashfs_add_64(&tables->sets, begin) < 0 || squashfs_add_32(&tables->sets, attributes->count) < 0
	       || squashfs_add_32(&tables->sets, size) < 0 ? -1 : 0;
}

int squashfs_attributes_put(struct squashfs_output *output, struct squashfs_attribute_tables *tables, uint64_t *place)
{
	struct { uint64_t pairs; uint32_t count, unused; } head = {
		htole64(output->length), htole32(tables->count), 0,
	};

	*place = UINT64_MAX;
	if (!tables->count)
		return 0;
	if (squashfs_put_metadata(output, &tables->pairs) < 0)
		return -1;
	return squashfs_put_table(output, &tables->sets, &head, sizeof head, place);
}
