/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <limits.h>
#include <linux/limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/archive/squashfs_tree.h"

struct squashfs_node *squashfs_node_make(mode_t mode, uint32_t modified)
{
	struct squashfs_node *node = calloc(1, sizeof *node);

	if (node) {
		node->mode = mode;
		node->modified = modified;
	}
	return node;
}

static int compare(const char *name, size_t length, const char *other)
{
	int order = strncmp(name, other, length);

	return order ? order : -(int)(unsigned char)other[length];
}

/* Where it is, or would be. */
static size_t position(const struct squashfs_node *directory, const char *name, size_t length, bool *there)
{
	size_t from = 0, to = directory->count;

	*there = false;
	while (from < to && !*there) {
		size_t middle = (from + to) / 2;
		int order = compare(name, length, directory->names[middle].name);

		*there = order == 0;
		if (order > 0)
			from = middle + 1;
		else
			to = middle;
	}
	return to;
}

struct squashfs_node *squashfs_node_find(const struct squashfs_node *directory, const char *name, size_t length)
{
	bool there;
	size_t at = position(directory, name, length, &there);

	return there ? directory->names[at].node : NULL;
}

static int make_room(struct squashfs_node *directory)
{
	size_t room = directory->room ? 2 * directory->room : 8;
	struct squashfs_name *names;

	if (directory->count < directory->room)
		return 0;
	names = realloc(directory->names, room * sizeof *names);
	if (!names)
		return -1;
	directory->names = names;
	directory->room = room;
	return 0;
}

int squashfs_node_put(struct squashfs_node *directory, const char *name, size_t length, struct squashfs_node *node)
{
	bool there;
	size_t at = position(directory, name, length, &there);

	if (length > NAME_MAX)
		return errno = ENAMETOOLONG, -1;
	if (there) {
		directory->names[at].node = node;
		return 0;
	}
	if (make_room(directory) < 0)
		return -1;
	memmove(directory->names + at + 1, directory->names + at, (directory->count++ - at) * sizeof *directory->names);
	directory->names[at].node = node;
	return asprintf(&directory->names[at].name, "%.*s", (int)length, name) < 0 ? -1 : 0;
}

int squashfs_node_lead(struct squashfs_node *node, const char *target)
{
	if (strlen(target) >= PATH_MAX)
		return errno = ENAMETOOLONG, -1;
	free(node->symlink);
	node->symlink = strdup(target);
	return node->symlink ? 0 : -1;
}

static void forget_attribute(struct squashfs_attributes *all, const char *name)
{
	for (size_t at = 0, next; at < all->length; at = next) {
		size_t name_size = strlen((char *)all->bytes + at) + 1;
		uint32_t length;

		memcpy(&length, all->bytes + at + name_size, sizeof length);
		next = at + name_size + sizeof length + length;
		if (strcmp((char *)all->bytes + at, name) != 0)
			continue;
		memmove(all->bytes + at, all->bytes + next, all->length - next);
		all->length -= next - at;
		all->count--;
		return;
	}
}

int squashfs_node_attribute(struct squashfs_node *node, const char *name, const void *value, size_t length)
{
	struct squashfs_attributes *all = &node->attributes;
	size_t name_size = strlen(name) + 1;
	uint32_t value_length = (uint32_t)length;
	unsigned char *bytes;

	if (name_size > XATTR_NAME_MAX + 1 || length > XATTR_SIZE_MAX)
		return errno = ERANGE, -1;
	forget_attribute(all, name);
	bytes = realloc(all->bytes, all->length + name_size + sizeof value_length + length);
	if (!bytes)
		return -1;
	all->bytes = bytes;
	bytes += all->length;
	memcpy(bytes, name, name_size);
	memcpy(bytes + name_size, &value_length, sizeof value_length);
	if (length)
		memcpy(bytes + name_size + sizeof value_length, value, length);
	all->length += name_size + sizeof value_length + length;
	all->count++;
	return 0;
}
