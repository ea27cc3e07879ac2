/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/auto.h"
#include "store/log/rotation.h"

enum { NAME_ROOM = 64, TRIES = 100 };

static const char *name_at(const char *name, int age, char *buffer)
{
	if (!age)
		return name;
	snprintf(buffer, NAME_ROOM, "%s.%d", name, age);
	return buffer;
}

void rotation_turn(int directory, const char *name, int count)
{
	char from[NAME_ROOM], to[NAME_ROOM];

	if (count < 2)
		unlinkat(directory, name, 0);
	for (int age = count - 1; age > 0; age--)
		renameat(directory, name_at(name, age - 1, from), directory, name_at(name, age, to));
}

static ino_t inode_of(int fd)
{
	struct stat file;

	return fd >= 0 && fstat(fd, &file) == 0 ? file.st_ino : 0;
}

static ino_t inode_at(const struct rotation *rotation, int age)
{
	char buffer[NAME_ROOM];
	struct stat file;

	return fstatat(rotation->directory, name_at(rotation->name, age, buffer), &file, AT_SYMLINK_NOFOLLOW) == 0
	       ? file.st_ino : 0;
}

static off_t length_of(int fd)
{
	struct stat file;

	return fd >= 0 && fstat(fd, &file) == 0 ? file.st_size : 0;
}

static void close_files(struct rotation *rotation)
{
	for (int age = 0; age < rotation->count; age++) {
		auto_close(&rotation->files[age]);
		rotation->files[age] = -1;
	}
}

/* While they are opened, the writer may turn them over. */
static void open_files(struct rotation *rotation)
{
	char buffer[NAME_ROOM];

	for (int tries = 0; tries < TRIES; tries++) {
		bool same = true;

		close_files(rotation);
		for (int age = rotation->count; age-- > 0;)
			rotation->files[age] = openat(rotation->directory, name_at(rotation->name, age, buffer),
						      O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
		for (int age = 0; age < rotation->count; age++) {
			rotation->ends[age] = length_of(rotation->files[age]);
			same = same && inode_of(rotation->files[age]) == inode_at(rotation, age);
		}
		if (same)
			return;
	}
}

void rotation_open(struct rotation *rotation)
{
	for (int age = 0; age < rotation->count; age++)
		rotation->files[age] = -1;
	rotation->current = -1;
	rotation->at = 0;
	open_files(rotation);
}

void rotation_close(struct rotation *rotation)
{
	close_files(rotation);
	auto_close(&rotation->current);
	rotation->current = -1;
}

int rotation_read(struct rotation *rotation, int (*take)(int file, off_t *at, off_t end, void *context),
		  void *context)
{
	int result = 0;

	for (int age = rotation->count; age-- > 0 && !result;) {
		rotation->at = 0;
		if (rotation->files[age] >= 0)
			result = take(rotation->files[age], &rotation->at, rotation->ends[age], context);
	}
	return result;
}

void rotation_skip(struct rotation *rotation)
{
	rotation->at = rotation->ends[0];
}

/* Of what is there now, the file that came after the current one; the oldest, if that is lost. False:
 * there is none. */
static bool step(struct rotation *rotation)
{
	ino_t ours = inode_of(rotation->current);
	int next = -1;

	open_files(rotation);
	for (int age = 0; age < rotation->count; age++) {
		if (rotation->files[age] < 0)
			continue;
		if (inode_of(rotation->files[age]) == ours)
			break;
		next = age;
	}
	if (next < 0)
		return false;
	auto_close(&rotation->current);
	rotation->current = rotation->files[next];
	rotation->files[next] = -1;
	rotation->at = 0;
	return true;
}

int rotation_read_on(struct rotation *rotation, int (*take)(int file, off_t *at, off_t end, void *context),
		     void *context)
{
	if (rotation->current < 0) {
		rotation->current = rotation->files[0];
		rotation->files[0] = -1;
	}
	for (;;) {
		/* Asked before reading: if ours wasn't the newest then, it was read to its end. */
		ino_t ours = inode_of(rotation->current), newest = inode_at(rotation, 0);
		int result = rotation->current < 0 ? 0 : take(rotation->current, &rotation->at,
							      length_of(rotation->current), context);

		if (result || newest == 0 || newest == ours || !step(rotation))
			return result;
	}
}
