/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/packed.h"
#include "kernel/mount/loop.h"
#include "kernel/mount/mount.h"
#include "kernel/mount/packed_mount.h"

static int mount_from(int file, const char *type, const char *name)
{
	char path[32];

	snprintf(path, sizeof path, "/proc/self/fd/%d", file);
	return mount_device(type, path, name);
}

int packed_mount(int file, const char *name)
{
	const char *type = packed_type(file);
	char path[LOOP_PATH];
	autoclose int device = -1;
	struct stat status;

	if (!type || fstat(file, &status) < 0)
		return fail("mount %s: it holds neither squashfs nor erofs", name);
	if (S_ISBLK(status.st_mode))
		return mount_from(file, type, name);
	device = loop_open(file, path);
	if (device >= 0)
		return mount_device(type, path, name);
	/* Since Linux 6.12 an erofs needs none, but is in memory once for each of its users then. */
	return strcmp(type, "erofs") == 0 ? mount_from(file, type, name)
	       : fail("mount %s: no loop device: %m (CONFIG_BLK_DEV_LOOP)", name);
}
