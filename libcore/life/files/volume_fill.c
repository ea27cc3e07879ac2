/* A volume is marked before its first byte and unmarked when the last is on the disk: one that has
 * its mark is emptied and filled again. SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/file.h"
#include "kernel/mount/mount.h"
#include "kernel/namespace.h"
#include "kernel/mount/target.h"
#include "life/child/child_root.h"
#include "life/files/volume_fill.h"
#include "store/mount_line.h"
#include "store/archive/tree_copy.h"
#include "store/volumes.h"

static const char mark[] = "../filling";   /* from _data */

/* The directory of the volume if it is to be filled, and marked so; -1 if not. */
static int open_wanting(const struct mount_line *mount, bool empty)
{
	char name[NAME_LENGTH + 1];
	int data, fd;

	snprintf(name, sizeof name, "%.*s", mount->source_length, mount->source);
	data = mount->no_copy ? -1 : volumes_open(name);
	if (data < 0 || faccessat(data, mark, F_OK, 0) == 0)
		return data;
	fd = empty && file_is_empty_directory(data) ? openat(data, mark, O_WRONLY | O_CREAT | O_CLOEXEC, 0600) : -1;
	if (fd < 0)
		auto_close(&data);
	auto_close(&fd);
	return fd < 0 ? -1 : data;
}

static int empty_data(int data)
{
	DIR *directory = fdopendir(openat(data, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
	struct dirent *entry;
	int result = directory ? 0 : -1;

	while (!result && (entry = readdir(directory)))
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			result = file_remove_tree(data, entry->d_name);
	if (directory)
		closedir(directory);
	return result;
}

static int fill_one(int root, int data, const struct mount_line *mount)
{
	char target[4096];
	autoclose int source = -1;
	struct stat found;

	snprintf(target, sizeof target, "%.*s", mount->target_length, mount->target);
	source = target_find(root, target);
	if (source < 0 && errno != ENOENT && errno != ENOTDIR)
		return fail("fill the volume at %s: %m", target);
	if (source >= 0 && (fstat(source, &found) < 0 || !S_ISDIR(found.st_mode)))
		return fail("source %s is not directory", target);
	if (empty_data(data) < 0)
		return fail("fill the volume at %s: %m", target);
	if (source >= 0 && tree_copy(source, data, target) < 0)
		return -1;
	return syncfs(data) < 0 || unlinkat(data, mark, 0) < 0 ? fail("fill the volume at %s: %m", target) : 0;
}

/* In a mount namespace of our own, where the image's layers can be put together. */
static int fill_all(const struct record *container)
{
	autoclose int root = -1;
	struct mount_line mount;

	if (mount_private() < 0)
		return -1;
	root = child_root_mount(container, false);
	if (root < 0)
		return -1;
	for (const char *line = NULL; (line = record_next(container, "volume_mount", line));) {
		autoclose int data = mount_line_read(&mount, line) < 0 ? -1 : open_wanting(&mount, false);

		if (data >= 0 && fill_one(root, data, &mount) < 0)
			return -1;
	}
	return 0;
}

int volume_fill(const struct record *container, bool empty)
{
	struct mount_line mount;
	bool wanting = false;
	int status;
	pid_t child;

	for (const char *line = NULL; (line = record_next(container, "volume_mount", line));) {
		autoclose int data = mount_line_read(&mount, line) < 0 ? -1 : open_wanting(&mount, empty);

		wanting = wanting || data >= 0;
	}
	if (!wanting)
		return 0;
	child = namespace_clone(NAMESPACE_MOUNT, NULL, -1);
	if (child < 0)
		return -1;
	if (child == 0)
		_exit(fill_all(container) < 0);
	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return fail("fill the volumes: %m");
	if (!WIFEXITED(status))
		return fail("fill the volumes: the process that did it was killed");
	return WEXITSTATUS(status) == 0 ? 0 : -1;
}
