/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/xattr.h>

#include "base/auto.h"
#include "base/stream.h"
#include "store/archive/tar_write.h"
#include "store/archive/tree_attributes.h"
#include "store/archive/tree_entry.h"

enum { VALUE_MOST = 1 << 16 };

static int write_attribute(FILE *lines, int file, const char *name)
{
	autofree char *value = NULL;
	ssize_t length;

	if (!tree_entry_wants(name))
		return 0;
	value = malloc(VALUE_MOST);
	length = value ? fgetxattr(file, name, value, VALUE_MOST) : -1;
	if (length < 0)
		return errno == ENODATA ? 0 : -1;   /* taken away meanwhile */
	tar_attribute(lines, name, value, (size_t)length);
	return 0;
}

int tree_attributes_read(int file, char **text, size_t *length)
{
	autofree char *names = NULL;
	ssize_t size = flistxattr(file, NULL, 0);
	FILE *lines;
	int result = 0;

	*text = NULL;
	*length = 0;
	if (size <= 0)
		return size == 0 || errno == EOPNOTSUPP ? 0 : -1;
	names = malloc((size_t)size + 1);
	size = names ? flistxattr(file, names, (size_t)size) : -1;
	lines = size < 0 ? NULL : stream_open(text, length);
	if (!lines)
		return -1;
	names[size] = '\0';
	for (char *name = names; name < names + size && result == 0; name += strlen(name) + 1)
		result = write_attribute(lines, file, name);
	return stream_close(lines) < 0 ? -1 : result;
}
