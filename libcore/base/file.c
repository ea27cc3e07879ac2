/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/file.h"

/* As much as there is, or as there is room for. `settled`: nobody writes to it, so what is read short is its end. */
static ssize_t fill(int fd, char *data, size_t room, bool settled)
{
	size_t used = 0;

	while (used < room) {
		ssize_t got = read(fd, data + used, room - used);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -1;
		used += (size_t)got;
		if (got == 0 || (settled && used < room))
			break;
	}
	return (ssize_t)used;
}

static char *read_all(int dir, const char *name, size_t most, size_t *length, bool settled)
{
	autoclose int fd = openat(dir, name, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	autofree char *data = NULL;
	char first[2048], *whole;
	size_t room = sizeof first, used = 0;
	/* Most are small, and take no more memory than they need. */
	ssize_t got = fd < 0 ? -1 : fill(fd, first, room, settled);

	while (got >= 0) {
		bool more = used + (size_t)got == room;

		whole = realloc(data, more ? 2 * room + 1 : used + (size_t)got + 1);
		if (!whole)
			return NULL;
		data = whole;
		if (!used)
			memcpy(data, first, (size_t)got);
		used += (size_t)got;
		if (used > most) {
			errno = EFBIG;
			return NULL;
		}
		if (!more)
			break;
		room *= 2;
		got = fill(fd, data + used, room - used, settled);
	}
	if (got < 0)
		return NULL;
	data[used] = '\0';
	if (length)
		*length = used;
	whole = data;
	data = NULL;
	return whole;
}

char *file_read(int dir, const char *name, size_t most, size_t *length)
{
	return read_all(dir, name, most, length, false);
}

char *file_read_replaced(int dir, const char *name, size_t most, size_t *length)
{
	return read_all(dir, name, most, length, true);
}

bool file_is_regular(int dir, const char *name)
{
	struct stat about;

	return fstatat(dir, name, &about, 0) < 0 || S_ISREG(about.st_mode);
}

int file_write(int fd, const void *data, size_t length)
{
	const char *from = data;

	while (length) {
		ssize_t wrote = write(fd, from, length);

		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote < 0)
			return -1;
		from += wrote;
		length -= (size_t)wrote;
	}
	return 0;
}

/* fsync of a directory needs a descriptor that reads; `dir` may be O_PATH or AT_FDCWD. */
static int sync_directory(int dir)
{
	autoclose int fd = openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	return fd < 0 ? -1 : fsync(fd);
}

/* True: this file still has the temporary name. */
static bool is_named(int fd, int dir, const char *temporary)
{
	struct stat ours, named;

	return fstat(fd, &ours) == 0 && fstatat(dir, temporary, &named, AT_SYMLINK_NOFOLLOW) == 0
	       && ours.st_ino == named.st_ino && ours.st_dev == named.st_dev;
}

/* Empty, and locked: the writers of one file take turns, and what a dead one has left is overwritten
 * by the next. Who waited for another finds that the file has its real name by now. */
static int open_temporary(int dir, const char *temporary)
{
	for (;;) {
		autoclose int fd = openat(dir, temporary, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
		int opened = fd;

		if (fd < 0 || flock(fd, LOCK_EX) < 0)
			return -1;
		if (!is_named(fd, dir, temporary))
			continue;
		if (ftruncate(fd, 0) < 0)
			return -1;
		fd = -1;
		return opened;
	}
}

int file_replace(int dir, const char *name, const void *data, size_t length, bool durable)
{
	char temporary[300];
	autoclose int fd = -1;

	snprintf(temporary, sizeof temporary, ".%.200s.new", name);
	fd = open_temporary(dir, temporary);
	if (fd < 0)
		return -1;
	if (file_write(fd, data, length) < 0 || (durable && fsync(fd) < 0)
	    || renameat(dir, temporary, dir, name) < 0) {
		int kept = errno;

		unlinkat(dir, temporary, 0);
		errno = kept;
		return -1;
	}
	return durable ? sync_directory(dir) : 0;
}

int file_make_directory(int dir, const char *path, mode_t mode)
{
	if (mkdirat(dir, path, mode) < 0 && errno != EEXIST)
		return -1;
	return openat(dir, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

int file_make_path(const char *path, mode_t mode)
{
	autofree char *copy = strdup(path);

	if (!copy)
		return -1;
	for (char *slash = copy; (slash = strchr(slash + 1, '/'));) {
		*slash = '\0';
		if (mkdir(copy, 0755) < 0 && errno != EEXIST)
			return -1;
		*slash = '/';
	}
	return file_make_directory(AT_FDCWD, path, mode);
}

/* Empty the directory `name` of `top`: files go, its directories move up into `top` to wait for
 * their turn. So depth costs no stack and no descriptors. */
static int flatten(int top, const char *name, unsigned *serial)
{
	int fd = openat(top, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	DIR *directory = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *entry;
	char waiting[32];
	int result = 0;

	if (!directory) {
		auto_close(&fd);
		return -1;
	}
	while (!result && (entry = readdir(directory))) {
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		if (unlinkat(fd, entry->d_name, 0) == 0)
			continue;
		if (errno != EISDIR && errno != EPERM)
			result = -1;
		else if (unlinkat(fd, entry->d_name, AT_REMOVEDIR) == 0)
			continue;
		do
			snprintf(waiting, sizeof waiting, ".removed.%u", ++*serial);
		while (!result && faccessat(top, waiting, F_OK, AT_SYMLINK_NOFOLLOW) == 0);
		if (!result && renameat(fd, entry->d_name, top, waiting) < 0)
			result = -1;
	}
	closedir(directory); /* keeps errno: it can't fail on a valid descriptor */
	return result;
}

/* Remove what `top` holds now, moving up what lies deeper. 1 if there may be more, 0 if not. */
static int empty_once(int top, unsigned *serial)
{
	int fd = openat(top, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *directory = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *entry;
	int result = 0;

	if (!directory) {
		auto_close(&fd);
		return -1;
	}
	while (result >= 0 && (entry = readdir(directory))) {
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		if (unlinkat(top, entry->d_name, 0) == 0)
			continue;
		result = flatten(top, entry->d_name, serial) < 0
			 || unlinkat(top, entry->d_name, AT_REMOVEDIR) < 0 ? -1 : 1;
	}
	closedir(directory);
	return result;
}

int file_remove_tree(int dir, const char *name)
{
	autoclose int top = -1;
	unsigned serial = 0;
	int more;

	if (unlinkat(dir, name, 0) == 0 || errno == ENOENT)
		return 0;
	if (errno != EISDIR && errno != EPERM)
		return -1;
	top = openat(dir, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (top < 0)
		return errno == ENOENT ? 0 : -1;
	do
		more = empty_once(top, &serial);
	while (more > 0);
	if (more < 0)
		return -1;
	return unlinkat(dir, name, AT_REMOVEDIR) < 0 && errno != ENOENT ? -1 : 0;
}

bool file_is_empty_directory(int dir)
{
	int fd = openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *directory = fd < 0 ? NULL : fdopendir(fd);
	int count = 0;

	while (directory && count < 3 && readdir(directory))
		count++;
	if (directory)
		closedir(directory);
	else
		auto_close(&fd);
	return directory && count < 3;   /* "." and ".." */
}
