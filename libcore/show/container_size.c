/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "show/container_size.h"
#include "store/container_record.h"
#include "store/image/images.h"

static unsigned long long size_of_entry(int directory, const char *name)
{
	struct stat entry;

	if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0
	    || fstatat(directory, name, &entry, AT_SYMLINK_NOFOLLOW) < 0)
		return 0;
	if (S_ISDIR(entry.st_mode))
		return container_size_below(directory, name);
	/* Each of a file's names has its share, so that it is counted once. */
	return (unsigned long long)entry.st_size / (unsigned long long)entry.st_nlink;
}

unsigned long long container_size_below(int parent, const char *name)
{
	int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	DIR *directory = fd < 0 ? NULL : fdopendir(fd);
	unsigned long long size = 0;
	struct dirent *entry;

	if (!directory) {
		if (fd >= 0)
			close(fd);
		return 0;
	}
	while ((entry = readdir(directory)))
		size += size_of_entry(fd, entry->d_name);
	closedir(directory);
	return size;
}

struct container_size container_size_of(const struct record *container)
{
	autoclose int layer = container_record_open_layer(container);
	autorecord struct record image = { 0 };
	struct container_size size = { layer < 0 ? 0 : container_size_below(layer, "upper"), 0 };
	const char *id = record_get(container, "image_id");
	bool silent = fail_silently(true);

	size.whole = size.written;
	if (id && images_load(&image, id) == 0)
		size.whole += (unsigned long long)record_number(&image, "size", 0);
	fail_silently(silent);
	return size;
}
