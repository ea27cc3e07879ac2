/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/auto.h"
#include "store/entries.h"

void entries_free(struct entries *entries)
{
	int kept = errno;

	for (size_t i = 0; i < entries->count; i++)
		free(entries->names[i]);
	free(entries->names);
	*entries = (struct entries){ 0 };
	errno = kept;
}

static int make_room(struct entries *entries)
{
	size_t room = entries->room ? 2 * entries->room : 64;
	char **names = reallocarray(entries->names, room, sizeof *names);

	if (!names)
		return -1;
	entries->names = names;
	entries->room = room;
	return 0;
}

int entries_add(struct entries *entries, const char *name)
{
	if (entries->count == entries->room && make_room(entries) < 0)
		return -1;
	if (asprintf(&entries->names[entries->count], "%s", name) < 0)
		return -1;
	entries->count++;
	return 0;
}

int entries_read(struct entries *entries, int directory)
{
	int fd = openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC), result = 0;
	DIR *stream = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *entry;

	if (!stream) {
		auto_close(&fd);
		return -1;
	}
	while (!result && (errno = 0, entry = readdir(stream)))
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			result = entries_add(entries, entry->d_name);
	if (!entry && errno)
		result = -1;
	closedir(stream);
	return result;
}

static int compare(const void *one, const void *other)
{
	return strcmp(*(char *const *)one, *(char *const *)other);
}

void entries_sort(struct entries *entries)
{
	size_t kept = 0;

	if (!entries->count)
		return;
	qsort(entries->names, entries->count, sizeof *entries->names, compare);
	for (size_t i = 1; i < entries->count; i++) {
		if (strcmp(entries->names[i], entries->names[kept]) == 0)
			free(entries->names[i]);
		else
			entries->names[++kept] = entries->names[i];
	}
	entries->count = kept + 1;
}
