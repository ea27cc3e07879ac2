/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/text.h"
#include "kernel/mount/mount.h"
#include "kernel/mount/overlay.h"
#include "kernel/mount/rootfs.h"
#include "kernel/owners.h"
#include "kernel/system.h"
#include "life/child/child_namespaces.h"
#include "life/child/child_root.h"
#include "life/child/child_volumes.h"
#include "life/limits/devices.h"
#include "store/container_record.h"
#include "store/image/layers.h"
#include "store/store.h"

/* The kernel overlays only what is mounted somewhere in this namespace: one over the other will do. */
static int attach(int mounted, const char *staging)
{
	autoclose int target = open(staging, O_PATH | O_DIRECTORY | O_CLOEXEC);

	if (target < 0)
		return fail("open %s: %m", staging);
	return mount_attach(mounted, target, staging) < 0 ? -1 : mounted;
}

static int open_in_place(const char *directory)
{
	int fd = open(directory, O_PATH | O_DIRECTORY | O_CLOEXEC);

	return fd < 0 ? fail("open the image's directory %s: %m", directory) : fd;
}

static int open_layer(const char *layer, const struct record *container)
{
	int fd = layers_open_directory(layer);

	return fd < 0 ? fail("open a layer of image %s: %m", record_get(container, "image")) : fd;
}

/* The descriptors live as long as the child does: exec closes them. */
static int open_layers(struct overlay *overlay, const struct record *container, const struct packed_layers *packed,
	const char *staging)
{
	const char *directory = record_get(container, "directory"), *layer = NULL;

	for (; directory ? !overlay->layer_count : (layer = record_next(container, "layer", layer)) != NULL;) {
		int number = overlay->layer_count, fd;

		if (number == LAYERS_MOST)
			return fail("the image %s has more than %d layers", record_get(container, "image"),
				    LAYERS_MOST);
		if (packed->mounts[number] >= 0)
			fd = attach(packed->mounts[number], staging);
		else
			fd = directory ? open_in_place(directory) : open_layer(layer, container);
		if (fd < 0)
			return -1;
		fd = owners_mount(fd, "the image");
		if (fd < 0)
			return -1;
		overlay->layers[overlay->layer_count++] = fd;
	}
	return overlay->layer_count ? 0 : fail("the image %s has no layers", record_get(container, "image"));
}

static int open_upper(struct overlay *overlay, const struct record *container)
{
	int layer;

	owners_pause(true);
	layer = container_record_open_layer(container);
	owners_pause(false);
	if (layer >= 0)
		layer = owners_mount(layer, "the container's layer");
	if (layer < 0)
		return -1;
	overlay->upper = file_make_directory(layer, "upper", 0755);
	overlay->work = file_make_directory(layer, "work", 0700);
	auto_close(&layer);
	overlay->volatile_upper = record_get(container, "auto_remove") != NULL;
	if (overlay->upper < 0 || overlay->work < 0)
		return fail("make the container's own layer: %m");
	return 0;
}

static int mount_root(const struct record *container, const struct packed_layers *packed, bool writable)
{
	struct overlay overlay = { .upper = -1, .work = -1 };
	char staging[4096];

	snprintf(staging, sizeof staging, "%s/running/%s", store_path(STORE_RUN), record_get(container, "id"));
	if (open_layers(&overlay, container, packed, staging) < 0 || (writable && open_upper(&overlay, container) < 0))
		return -1;
	return overlay_mount(&overlay, staging);
}

int child_root_mount(const struct record *container, bool writable)
{
	struct packed_layers packed;

	return packed_layers_mount(&packed, container) < 0 ? -1 : mount_root(container, &packed, writable);
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

int child_root_look(const struct record *container)
{
	autoclose int files = container_record_was_started(container) ? open_files(container) : -1;
	int root = child_root_mount(container, container_record_has_layer(container));

	if (root >= 0 && child_volumes_mount(root, files, container) < 0)
		auto_close(&root), root = -1;
	return root;
}

/* With --ipc none, and those of others, it has none of its own. */
static unsigned long long shared_memory(const struct record *container)
{
	const char *ipc = record_get(container, "ipc");

	if (ipc && strcmp(ipc, "shareable") != 0)
		return 0;
	return (unsigned long long)record_number(container, "shm_size", SHARED_MEMORY);
}

int child_root_build(const struct record *container, const struct packed_layers *packed)
{
	autoclose int files = -1;
	int root;

	if (mount_private() < 0)
		return -1;
	files = open_files(container);
	root = files < 0 ? -1 : mount_root(container, packed, container_record_has_layer(container));
	if (root < 0
	    || system_mount(root, record_get(container, "privileged") != NULL, shared_memory(container)) < 0
	    || child_namespaces_share_memory(root, container) < 0
	    || child_volumes_mount(root, files, container) < 0 || devices_make(root, container) < 0)
		return -1;
	return root;
}

int child_root_enter(const struct record *container, const struct packed_layers *packed)
{
	autoclose int root = child_root_build(container, packed);

	return root < 0 ? -1 : rootfs_enter(root);
}

int child_root_seal(const struct record *container)
{
	autoclose int root = -1;

	if (!record_get(container, "read_only"))
		return 0;
	root = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
	return root < 0 ? fail("make the root read-only: %m") : rootfs_seal(root);
}
