/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/text.h"
#include "kernel/mount.h"
#include "kernel/overlay.h"
#include "kernel/rootfs.h"
#include "kernel/system.h"
#include "life/child_root.h"
#include "store/container_record.h"
#include "store/store.h"

/* The descriptors live as long as the child does: exec closes them. */
static int open_layers(struct overlay *overlay, const struct record *container)
{
	const char *directory = record_get(container, "directory");
	char path[4096];

	if (directory) {
		overlay->layers[0] = open(directory, O_PATH | O_DIRECTORY | O_CLOEXEC);
		overlay->layer_count = 1;
		return overlay->layers[0] < 0 ? fail("open the image's directory %s: %m", directory) : 0;
	}
	for (const char *layer = NULL; (layer = record_next(container, "layer", layer));) {
		int fd;

		if (overlay->layer_count == LAYERS_MOST)
			return fail("the image %s has more than %d layers", record_get(container, "image"),
				    LAYERS_MOST);
		snprintf(path, sizeof path, "%s/layers/%s", store_path(STORE_STATE), layer);
		fd = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
		if (fd < 0)
			return fail("open a layer of image %s: %m", record_get(container, "image"));
		overlay->layers[overlay->layer_count++] = fd;
	}
	return overlay->layer_count ? 0 : fail("the image %s has no layers", record_get(container, "image"));
}

static int open_upper(struct overlay *overlay, const struct record *container)
{
	autoclose int layer = -1;

	overlay->upper = overlay->work = -1;
	if (record_get(container, "read_only"))
		return 0;
	layer = container_record_open_layer(container);
	if (layer < 0)
		return -1;
	overlay->upper = file_make_directory(layer, "upper", 0755);
	overlay->work = file_make_directory(layer, "work", 0700);
	overlay->volatile_upper = record_get(container, "auto_remove") != NULL;
	if (overlay->upper < 0 || overlay->work < 0)
		return fail("make the container's own layer: %m");
	return 0;
}

static int mount_layers(const struct record *container)
{
	struct overlay overlay = { 0 };
	char staging[4096];

	snprintf(staging, sizeof staging, "%s/running/%s", store_path(STORE_RUN), record_get(container, "id"));
	if (open_layers(&overlay, container) < 0 || open_upper(&overlay, container) < 0)
		return -1;
	return overlay_mount(&overlay, staging);
}

/* hosts, hostname and resolv.conf stand in the container's directory, or in that of the container
 * whose network it shares. */
static int open_files(const struct record *container)
{
	const char *other = text_after(record_get(container, "network"), "container:");
	struct record record autorecord = { 0 };

	if (!other)
		return container_record_open(container);
	return container_record_load(&record, other) < 0 ? -1 : container_record_open(&record);
}

static int bind_files(int root, int files)
{
	static const char *const names[] = { "hosts", "hostname", "resolv.conf" };
	char target[32];

	for (int i = 0; i < 3; i++) {
		autoclose int source = openat(files, names[i], O_PATH | O_CLOEXEC);

		snprintf(target, sizeof target, "/etc/%s", names[i]);
		if (source < 0)
			return fail("open the container's %s: %m", target);
		if (rootfs_bind(root, source, target, false) < 0)
			return -1;
	}
	return 0;
}

/* One bind= line: "rw TAB source TAB target". */
static int bind_volume(int root, const char *line)
{
	autofree char *copy = strdup(line);
	char *rest = copy, *mode = text_cut(&rest, '\t'), *source = text_cut(&rest, '\t');
	autoclose int fd = -1;

	if (!copy || !rest)
		return fail("mount the volume %s: the record is damaged", line);
	fd = open(source, O_PATH | O_CLOEXEC);
	/* As Docker's -v: a source that is not there becomes a directory. */
	if (fd < 0) {
		fd = file_make_path(source, 0755);
		if (fd < 0)
			return fail("open the volume's source %s: %m", source);
	}
	return rootfs_bind(root, fd, rest, strcmp(mode, "ro") == 0);
}

/* What a person has put on top; in command line order. */
static int mount_volumes(int root, const struct record *container)
{
	for (const char *line = NULL; (line = record_next(container, "tmpfs", line));)
		if (rootfs_tmpfs(root, line) < 0)
			return -1;
	for (const char *line = NULL; (line = record_next(container, "bind", line));)
		if (bind_volume(root, line) < 0)
			return -1;
	return 0;
}

int child_root_enter(const struct record *container)
{
	autoclose int files = -1, root = -1;

	if (mount_private() < 0)
		return -1;
	files = open_files(container);
	root = files < 0 ? -1 : mount_layers(container);
	if (root < 0 || system_mount(root) < 0 || bind_files(root, files) < 0
	    || mount_volumes(root, container) < 0)
		return -1;
	return rootfs_enter(root);
}

int child_root_seal(const struct record *container)
{
	autoclose int root = -1;

	if (!record_get(container, "read_only"))
		return 0;
	root = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
	return root < 0 ? fail("make the root read-only: %m") : rootfs_seal(root);
}
