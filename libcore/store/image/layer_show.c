/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <sys/stat.h>

#include "base/auto.h"
#include "base/fail.h"
#include "store/image/layer_show.h"
#include "store/image/layers.h"

static int open_packed(int packed, const char *name, int (*show)(int file, const char *name))
{
	autoclose int file = packed, mounted = show(file, name);
	int directory = mounted < 0 ? -1 : openat(mounted, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	return mounted < 0 || directory >= 0 ? directory : fail("open %s: %m", name);
}

int layer_show(const char *digest, int (*show)(int file, const char *name))
{
	int directory = layers_open_directory(digest), packed = directory < 0 ? layers_open_packed(digest) : -1;

	if (packed >= 0)
		return open_packed(packed, digest, show);
	return directory < 0 ? fail("open layer %.12s: %m", digest) : directory;
}

int layer_show_in_place(const char *path, int (*show)(int file, const char *name))
{
	int opened = open(path, O_RDONLY | O_CLOEXEC);
	struct stat status;

	if (opened < 0)
		return fail("open the image's %s: %m", path);
	return fstat(opened, &status) == 0 && S_ISDIR(status.st_mode) ? opened : open_packed(opened, path, show);
}
