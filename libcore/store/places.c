/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/file.h"
#include "store/configuration.h"
#include "store/places.h"
#include "store/store.h"

static bool moved;

const char *places_list(void)
{
	const char *set = getenv("LINKBOX_PATH");

	if (moved)
		return "";
	return set ? set : configuration("path", "/usr/lib/linkbox/store");
}

const char *places_path(unsigned number)
{
	static char path[PATH_MAX];
	const char *rest = places_list();

	if (!number)
		return store_path(STORE_STATE);
	for (;; rest++) {
		size_t length = strcspn(rest, ":");

		if (length && length < sizeof path && !--number) {
			snprintf(path, sizeof path, "%.*s", (int)length, rest);
			return path;
		}
		rest += length;
		if (!*rest)
			return NULL;
	}
}

int places_open(const char *directory, const char *name, int flags)
{
	const char *place;
	char path[PATH_MAX];
	int opened = -1, why = ENOENT;

	for (unsigned number = 0; opened < 0 && (place = places_path(number)); number++) {
		snprintf(path, sizeof path, "%s/%s%s%s", place, directory, *name ? "/" : "", name);
		opened = open(path, flags | O_CLOEXEC);
		if (opened < 0 && number == 0)
			why = errno;
	}
	if (opened < 0)
		errno = why;
	return opened;
}

int places_find(const char *path)
{
	const char *place;
	char whole[PATH_MAX];

	for (unsigned number = 0; (place = places_path(number)); number++) {
		snprintf(whole, sizeof whole, "%s/%s", place, path);
		if (faccessat(AT_FDCWD, whole, F_OK, AT_SYMLINK_NOFOLLOW) == 0)
			return (int)number;
	}
	return -1;
}

static int each_in(const char *path, unsigned place, int (*each)(int, unsigned, const char *, void *), void *context)
{
	DIR *directory = opendir(path);
	struct dirent *entry;
	int stop = 0;

	if (!directory)
		return errno == ENOENT || errno == ENOTDIR ? 0 : fail("open %s: %m", path);
	for (errno = 0; !stop && (entry = readdir(directory)); errno = 0)
		if (entry->d_name[0] != '.')
			stop = each(dirfd(directory), place, entry->d_name, context);
	if (!stop && errno)
		stop = fail("read %s: %m", path);
	closedir(directory);
	return stop;
}

int places_each(const char *directory, int (*each)(int opened, unsigned place, const char *name, void *context),
	void *context)
{
	const char *place;
	char path[PATH_MAX];
	int stop = 0;

	for (unsigned number = 0; !stop && (place = places_path(number)); number++) {
		snprintf(path, sizeof path, "%s/%s", place, directory);
		stop = each_in(path, number, each, context);
	}
	return stop;
}

int places_move(const char *state)
{
	autoclose int made = file_make_path(state, 0700);
	autofree char *path = made < 0 ? NULL : realpath(state, NULL);

	if (!path || setenv("LINKBOX_STATE", path, 1) < 0)
		return fail("open %s: %m", state);
	moved = true;
	return 0;
}

bool places_are_moved(void)
{
	return moved;
}
