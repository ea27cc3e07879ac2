/* SPDX-License-Identifier: MIT */
#include <endian.h>
#include <linux/magic.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include "base/packed.h"

/* Both are little-endian everywhere. */
const char *packed_type(int file)
{
	static const struct { const char *type; off_t at; uint32_t magic; } known[] = {
		{ "squashfs", 0, SQUASHFS_MAGIC }, { "erofs", 1024, EROFS_SUPER_MAGIC_V1 },
	};
	uint32_t found;

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (pread(file, &found, sizeof found, known[i].at) == sizeof found
		    && le32toh(found) == known[i].magic)
			return known[i].type;
	return NULL;
}
