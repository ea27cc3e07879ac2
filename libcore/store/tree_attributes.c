/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/xattr.h>

#include "base/auto.h"
#include "store/tar_write.h"
#include "store/tree_attributes.h"
#include "store/tree_entry.h"

enum { VALUE_MOST = 1 << 16 };

static void write_attribute(FILE *lines, int file, const char *name)
{
	autofree char *value = NULL;
	ssize_t length;

	if (!tree_entry_wants(name))
		return;
	value = malloc(VALUE_MOST);
	length = value ? fgetxattr(file, name, value, VALUE_MOST) : -1;
	if (length >= 0)
		tar_attribute(lines, name, value, (size_t)length);
}

char *tree_attributes_read(int file, size_t *length)
{
	char *text = NULL;
	autofree char *names = NULL;
	ssize_t size = flistxattr(file, NULL, 0);
	FILE *lines;

	*length = 0;
	if (size <= 0)
		return NULL;
	names = malloc((size_t)size + 1);
	size = names ? flistxattr(file, names, (size_t)size) : -1;
	lines = size > 0 ? open_memstream(&text, length) : NULL;
	if (!lines)
		return NULL;
	names[size] = '\0';
	for (char *name = names; name < names + size; name += strlen(name) + 1)
		write_attribute(lines, file, name);
	fclose(lines);
	return text;
}
