/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>

#include "base/auto.h"
#include "base/fail.h"
#include "kernel/mount/packed_mount.h"
#include "life/child/packed_layers.h"
#include "store/image/layers.h"
#include "store/store.h"

int packed_layers_show(int file, const char *name)
{
	autoclose int lock = store_lock("loops.lock");

	return lock < 0 ? -1 : packed_mount(file, name);
}

/* -1: it is a directory; -2 said. */
static int mount_opened(int opened, const char *name)
{
	autoclose int file = opened;
	struct stat status;
	int mounted;

	if (fstat(file, &status) == 0 && S_ISDIR(status.st_mode))
		return -1;
	mounted = packed_layers_show(file, name);
	return mounted < 0 ? -2 : mounted;
}

static int mount_layer(const char *layer)
{
	char name[ID_LENGTH + 8];
	int opened = layers_open_packed(layer);

	snprintf(name, sizeof name, "layer %.12s", layer);
	return opened < 0 ? -1 : mount_opened(opened, name);
}

static int mount_in_place(const char *path)
{
	int opened = open(path, O_RDONLY | O_CLOEXEC);

	if (opened < 0)
		return fail("open the image's %s: %m", path), -2;
	return mount_opened(opened, path);
}

static int add(struct packed_layers *packed, int mounted)
{
	if (mounted < -1)
		return packed_layers_close(packed), -1;
	packed->mounts[packed->count++] = mounted;
	return 0;
}

int packed_layers_mount(struct packed_layers *packed, const struct record *container)
{
	const char *directory = record_get(container, "directory");

	packed->count = 0;
	if (directory)
		return add(packed, mount_in_place(directory));
	for (const char *layer = NULL; (layer = record_next(container, "layer", layer));)
		if (packed->count < LAYERS_MOST && add(packed, mount_layer(layer)) < 0)
			return -1;
	return 0;
}

void packed_layers_close(struct packed_layers *packed)
{
	while (packed->count > 0)
		auto_close(&packed->mounts[--packed->count]);
}
