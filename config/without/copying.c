/* Without CONFIG_COPYING: a volume is not filled with what an image has in its place. */
/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fail.h"
#include "store/archive/tree_copy.h"

static bool is_empty(int from)
{
	int fd = openat(from, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *directory = fd < 0 ? NULL : fdopendir(fd);
	int count = 0;

	while (directory && count < 3 && readdir(directory))
		count++;
	if (directory)
		closedir(directory);
	return directory && count < 3;   /* "." and ".." */
}

int tree_copy(int from, int to, const char *what)
{
	struct stat found;

	if (!is_empty(from))
		return fail("fill the volume at %s: this linkbox was built without copying; make a bind mount of it, or add "
			    ":nocopy", what);
	if (fstat(from, &found) < 0 || fchown(to, found.st_uid, found.st_gid) < 0 || fchmod(to, found.st_mode & 07777) < 0)
		return fail("fill the volume at %s: %m", what);
	return 0;
}
