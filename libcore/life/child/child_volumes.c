/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/file.h"
#include "base/limits.h"
#include "kernel/mount/rootfs.h"
#include "kernel/owners.h"
#include "life/child/child_volumes.h"
#include "store/mount_line.h"
#include "store/volumes.h"

enum volume_kind { OWN_FILE, BIND, VOLUME, TMPFS };

struct volume {
	enum volume_kind kind;
	const char *text;         /* a file's name, or the line of the record */
	const char *target;
	int length, depth;        /* of the target: bytes, components */
	int turn;                 /* as it was given */
};

struct volumes {
	struct volume all[VOLUMES_MOST];
	int count;
};

static int depth_of(const char *target, int length)
{
	int depth = 0;

	for (int i = 0; i < length; i++)
		depth += target[i] != '/' && (i == 0 || target[i - 1] == '/');
	return depth;
}

static int add(struct volumes *volumes, enum volume_kind kind, const char *text, const char *target)
{
	int length = (int)strcspn(target, kind == TMPFS ? ":" : "\t");

	if (volumes->count == VOLUMES_MOST)
		return fail("mount %s: a container takes at most %d volumes", target, VOLUMES_MOST);
	volumes->all[volumes->count] = (struct volume){ kind, text, target, length,
							depth_of(target, length), volumes->count };
	volumes->count++;
	return 0;
}

static bool user_has(const struct volumes *volumes, const char *target)
{
	for (int i = 0; i < volumes->count; i++)
		if ((int)strlen(target) == volumes->all[i].length
		    && strncmp(volumes->all[i].target, target, strlen(target)) == 0)
			return true;
	return false;
}

static int collect_lines(struct volumes *volumes, const struct record *container)
{
	static const struct { const char *key; enum volume_kind kind; } lines[] = {
		{ "bind", BIND }, { "volume_mount", VOLUME }, { "tmpfs", TMPFS }, { "tmpfs_mount", TMPFS },
	};
	struct mount_line mount;

	for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
		for (const char *line = NULL; (line = record_next(container, lines[i].key, line));) {
			mount.target = line;
			if (lines[i].kind != TMPFS && mount_line_read(&mount, line) < 0)
				return -1;
			if (add(volumes, lines[i].kind, line, mount.target) < 0)
				return -1;
		}
	return 0;
}

static int collect(struct volumes *volumes, const struct record *container, bool own_files)
{
	static const char *const files[] = { "/etc/hosts", "/etc/hostname", "/etc/resolv.conf" };

	if (collect_lines(volumes, container) < 0)
		return -1;
	for (int i = 0; own_files && i < 3; i++)
		if (!user_has(volumes, files[i]) && add(volumes, OWN_FILE, files[i] + 5, files[i]) < 0)
			return -1;
	return 0;
}

static int compare(const void *left, const void *right)
{
	const struct volume *one = left, *other = right;

	return one->depth != other->depth ? one->depth - other->depth : one->turn - other->turn;
}

/* In a read-only root they can't be written either. */
static int mount_file(int root, int files, const struct volume *volume, bool read_only)
{
	autoclose int source = openat(files, volume->text, O_PATH | O_CLOEXEC);
	unsigned how = read_only ? BIND_READ_ONLY : 0;
	int done;

	if (source < 0)
		return fail("open the container's %s: %m", volume->target);
	/* Those of a --rm container are on a tmpfs, which has no other owners before Linux 6.3: then they can only be
	 * read. */
	done = rootfs_bind(root, source, volume->target, how);
	return done < 0 && owners_have_begun() ? rootfs_bind(root, source, volume->target, how | BIND_OF_HOST) : done;
}

/* As Docker's -v: a source that is not there becomes a directory. */
static int open_source(const char *source, bool exists)
{
	int fd = open(source, O_PATH | O_CLOEXEC);

	if (fd < 0 && exists)
		return fail("invalid mount config for type \"bind\": bind source path does not exist: %s", source);
	if (fd < 0) {
		owners_pause(true);
		fd = file_make_path(source, 0755);
		owners_pause(false);
	}
	return fd < 0 ? fail("open the volume's source %s: %m", source) : fd;
}

static int mount_line(int root, const struct volume *volume)
{
	autofree char *source = NULL, *target = NULL;
	struct mount_line mount;
	autoclose int fd = -1;

	if (mount_line_read(&mount, volume->text) < 0)
		return -1;
	source = strndup(mount.source, (size_t)mount.source_length);
	target = strndup(mount.target, (size_t)mount.target_length);
	if (!source || !target)
		return fail("mount the volume %s: %m", volume->text);
	fd = volume->kind == VOLUME ? volumes_open(source) : open_source(source, mount.exists);
	if (fd < 0)
		return -1;
	return rootfs_bind(root, fd, target, (mount.read_only ? BIND_READ_ONLY : 0) | (mount.alone ? BIND_ALONE : 0));
}

static int mount_one(int root, int files, const struct volume *volume, bool read_only)
{
	switch (volume->kind) {
	case OWN_FILE:
		return mount_file(root, files, volume, read_only);
	case TMPFS:
		return rootfs_tmpfs(root, volume->text);
	default:
		return mount_line(root, volume);
	}
}

int child_volumes_mount(int root, int files, const struct record *container)
{
	struct volumes volumes = { .count = 0 };

	if (collect(&volumes, container, files >= 0) < 0)
		return -1;
	qsort(volumes.all, (size_t)volumes.count, sizeof volumes.all[0], compare);
	for (int i = 0; i < volumes.count; i++)
		if (mount_one(root, files, &volumes.all[i], record_get(container, "read_only") != NULL) < 0)
			return -1;
	return 0;
}
