/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "store/archive/compression.h"

const char *compression_unread(const void *data, size_t length)
{
	static const struct {
		const char *name, *start;
		size_t length;
	} others[] = {
		{ "zstd", "\x28\xb5\x2f\xfd", 4 },
		{ "xz", "\xfd" "7zXZ", 5 },
		{ "bzip2", "BZh", 3 },
		{ "lz4", "\x04\x22\x4d\x18", 4 },
	};

	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
		if (length >= others[i].length && memcmp(data, others[i].start, others[i].length) == 0)
			return others[i].name;
	return NULL;
}
