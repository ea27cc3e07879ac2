/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "kernel/cgroup/device.h"
#include "kernel/mount/mount.h"

static const struct { const char *name; unsigned major, minor; } nodes[] = {
	{ "null", 1, 3 }, { "zero", 1, 5 }, { "full", 1, 7 },
	{ "random", 1, 8 }, { "urandom", 1, 9 }, { "tty", 5, 0 },
};

static const struct { const char *name, *to; } links[] = {
	{ "fd", "/proc/self/fd" }, { "stdin", "/proc/self/fd/0" }, { "stdout", "/proc/self/fd/1" },
	{ "stderr", "/proc/self/fd/2" }, { "ptmx", "pts/ptmx" },
};

/* In a user namespace mknod is never permitted. */
static int mount_from_host(int directory, const char *name)
{
	char path[32];
	autoclose int source = -1, copy = -1, target = -1;

	snprintf(path, sizeof path, "/dev/%s", name);
	source = open(path, O_PATH | O_CLOEXEC);
	target = openat(directory, name, O_CREAT | O_EXCL | O_RDONLY | O_NOFOLLOW | O_CLOEXEC, 0444);
	if (source < 0 || target < 0)
		return fail("make %s: %m", path);
	copy = mount_copy(source, false, path);
	return copy < 0 ? -1 : mount_attach(copy, target, path);
}

int device_make_all(int directory)
{
	for (size_t i = 0; i < sizeof nodes / sizeof *nodes; i++) {
		dev_t number = makedev(nodes[i].major, nodes[i].minor);

		if (mknodat(directory, nodes[i].name, S_IFCHR | 0666, number) == 0)
			continue;
		if (errno != EPERM)
			return fail("make /dev/%s: %m", nodes[i].name);
		if (mount_from_host(directory, nodes[i].name) < 0)
			return -1;
	}
	for (size_t i = 0; i < sizeof links / sizeof *links; i++)
		if (symlinkat(links[i].to, directory, links[i].name) < 0)
			return fail("make /dev/%s: %m", links[i].name);
	return 0;
}

int device_open_null(int directory)
{
	autoclose int null = openat(directory, "null", O_PATH | O_NOFOLLOW | O_CLOEXEC);
	struct stat status;
	int checked = null;

	if (null < 0 || fstat(null, &status) < 0)
		return fail("open /dev/null: %m");
	if (!S_ISCHR(status.st_mode) || status.st_rdev != makedev(1, 3))
		return fail("open /dev/null: it is something else");
	null = -1;
	return checked;
}
