/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "kernel/cgroup/device_host.h"

enum { DEPTH_MOST = 16 };

static int copy_directory(int from, int to, int depth);

/* What the container has of its own. */
static bool is_own(const char *name)
{
	static const char *const own[] = { ".", "..", "pts", "shm", "fd", "mqueue", "console", NULL };

	for (int i = 0; own[i]; i++)
		if (strcmp(name, own[i]) == 0)
			return true;
	return false;
}

/* One that the container has already is as good: null, zero and so on. */
static int copy_node(int to, const char *name, const struct stat *node)
{
	if (mknodat(to, name, node->st_mode, node->st_rdev) < 0)
		return errno == EEXIST ? 0 : fail("make /dev/.../%s: %m", name);
	if (fchownat(to, name, node->st_uid, node->st_gid, AT_SYMLINK_NOFOLLOW) < 0
	    || fchmodat(to, name, node->st_mode & 07777, 0) < 0)
		return fail("make /dev/.../%s: %m", name);
	return 0;
}

static int copy_below(int from, int to, const char *name, int depth)
{
	autoclose int source = openat(from, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC), target = -1;

	if (source < 0 || (mkdirat(to, name, 0755) < 0 && errno != EEXIST))
		return fail("make /dev/.../%s: %m", name);
	target = openat(to, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	return target < 0 ? fail("make /dev/.../%s: %m", name) : copy_directory(source, target, depth + 1);
}

static int copy_entry(int from, int to, const char *name, int depth)
{
	struct stat entry;

	/* Devices come and go. */
	if (fstatat(from, name, &entry, AT_SYMLINK_NOFOLLOW) < 0)
		return errno == ENOENT ? 0 : fail("look at /dev/.../%s: %m", name);
	if (S_ISCHR(entry.st_mode) || S_ISBLK(entry.st_mode))
		return copy_node(to, name, &entry);
	return S_ISDIR(entry.st_mode) && depth < DEPTH_MOST ? copy_below(from, to, name, depth) : 0;
}

static int copy_directory(int from, int to, int depth)
{
	int copy = fcntl(from, F_DUPFD_CLOEXEC, 0), result = 0;
	DIR *directory = copy < 0 ? NULL : fdopendir(copy);
	struct dirent *entry;

	if (!directory)
		return fail("read /dev: %m");
	while (result == 0 && (entry = readdir(directory)))
		if (!is_own(entry->d_name))
			result = copy_entry(from, to, entry->d_name, depth);
	closedir(directory);
	return result;
}

int device_host_make_all(int directory)
{
	autoclose int host = open("/dev", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	return host < 0 ? fail("read /dev: %m") : copy_directory(host, directory, 0);
}
