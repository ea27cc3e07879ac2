/* On Linux >= 6.5 the new file is mounted beneath the old one, and the old one taken off: a reader
 * opens the one or the other. On older kernels the bytes that differ are written in place.
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/file.h"
#include "kernel/mount/mount.h"
#include "kernel/mount/mount_swap.h"
#include "kernel/namespace.h"
#include "kernel/owners.h"
#include "life/child/child_namespaces.h"
#include "life/files/live_file.h"
#include "life/monitor/message.h"
#include "store/container_record.h"

/* Write from the first byte that differs on, and cut what is left over. */
static int write_in_place(int directory, const char *name, const char *old, const char *text)
{
	autoclose int fd = openat(directory, name, O_WRONLY | O_CLOEXEC);
	size_t same = 0, length = strlen(text);

	if (fd < 0)
		return -1;
	while (old[same] && old[same] == text[same])
		same++;
	if (pwrite(fd, text + same, length - same, (off_t)same) < 0)
		return -1;
	return length < strlen(old) ? ftruncate(fd, (off_t)length) : 0;
}

/* Where a process that comes back came from. */
static int our_mounts = -1, our_root = -1;

void live_file_stay(void)
{
	our_mounts = open("/proc/self/ns/mnt", O_RDONLY | O_CLOEXEC);
	our_root = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
}

static int join_and_swap(int mount, const char *name, int process, const struct stat *old)
{
	char path[64];

	snprintf(path, sizeof path, "/etc/%s", name);
	errno = 0;
	return namespace_join(process, NAMESPACE_MOUNT) < 0 ? -1 : mount_swap(mount, path, old);
}

/* With a namespace its own root is entered, which need not have been ours. */
static int swap_and_come_back(int mount, const char *name, int process, const struct stat *old)
{
	int result = join_and_swap(mount, name, process, old), why = errno;

	if (setns(our_mounts, CLONE_NEWNS) < 0 || fchdir(our_root) < 0 || chroot(".") < 0)
		_exit(EXIT_FAILURE);
	errno = why;
	return result;
}

/* In a child, which the container's mount namespace may keep. */
static int swap_in_namespace(int mount, const char *name, int process, const struct stat *old)
{
	int status;
	pid_t child;

	if (our_mounts >= 0 && our_root >= 0)
		return swap_and_come_back(mount, name, process, old);
	child = fork();
	if (child < 0)
		return -1;
	if (child == 0) {
		if (join_and_swap(mount, name, process, old) == 0)
			_exit(0);
		_exit(errno ? errno & 0xff : EIO);
	}
	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return -1;
	errno = WIFEXITED(status) ? WEXITSTATUS(status) : EIO;
	return errno ? -1 : 0;
}

/* The container's own, as the file that it takes the place of. */
static int map(const struct record *container, int process, int mount)
{
	autoclose int users = -1;

	if (!child_namespaces_users(container, NULL))
		return 0;
	users = owners_open(process);
	return users < 0 ? -1 : owners_map_to(users, mount, false, "a file of the container");
}

static int swap(const struct record *container, int directory, const char *name, const char *text, int process)
{
	autoclose int file = -1, mount = -1;
	char fresh[64];
	struct stat old;

	snprintf(fresh, sizeof fresh, "%s.new", name);
	if (fstatat(directory, name, &old, AT_SYMLINK_NOFOLLOW) < 0
	    || file_replace(directory, fresh, text, strlen(text), false) < 0)
		return -1;
	file = openat(directory, fresh, O_PATH | O_CLOEXEC);
	if (fchmodat(directory, fresh, 0644, 0) == 0)
		mount = file < 0 ? -1 : mount_copy(file, false, fresh);
	if (mount < 0 || map(container, process, mount) < 0 || swap_in_namespace(mount, name, process, &old) < 0) {
		unlinkat(directory, fresh, 0);
		return -1;
	}
	return renameat(directory, fresh, directory, name);
}

int live_file_replace(const struct record *container, const char *name, const char *old, const char *text)
{
	const char *id = record_get(container, "id");
	autoclose int directory = container_record_open(container);
	autoclose int process = message_take_process(id);
	bool was = fail_silently(true);
	int result = directory < 0 || process < 0 ? -1 : swap(container, directory, name, text, process);

	fail_silently(was);
	if (result < 0 && directory >= 0)
		result = write_in_place(directory, name, old, text);
	return result < 0 ? fail("change /etc/%s of %.12s: %m", name, id) : 0;
}
