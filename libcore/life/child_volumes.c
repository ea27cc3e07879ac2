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
#include "base/text.h"
#include "kernel/rootfs.h"
#include "life/child_volumes.h"

enum volume_kind { OWN_FILE, BIND, TMPFS };

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
	int length = kind == TMPFS ? (int)strcspn(target, ":") : (int)strlen(target);

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

static int collect(struct volumes *volumes, const struct record *container)
{
	static const char *const files[] = { "/etc/hosts", "/etc/hostname", "/etc/resolv.conf" };

	for (const char *line = NULL; (line = record_next(container, "bind", line));) {
		const char *target = strrchr(line, '\t');

		if (!target)
			return fail("mount the volume %s: the record is damaged", line);
		if (add(volumes, BIND, line, target + 1) < 0)
			return -1;
	}
	for (const char *line = NULL; (line = record_next(container, "tmpfs", line));)
		if (add(volumes, TMPFS, line, line) < 0)
			return -1;
	for (int i = 0; i < 3; i++)
		if (!user_has(volumes, files[i]) && add(volumes, OWN_FILE, files[i] + 5, files[i]) < 0)
			return -1;
	return 0;
}

static int compare(const void *left, const void *right)
{
	const struct volume *one = left, *other = right;

	return one->depth != other->depth ? one->depth - other->depth : one->turn - other->turn;
}

static int mount_file(int root, int files, const struct volume *volume)
{
	autoclose int source = openat(files, volume->text, O_PATH | O_CLOEXEC);

	if (source < 0)
		return fail("open the container's %s: %m", volume->target);
	return rootfs_bind(root, source, volume->target, false);
}

/* "rw TAB source TAB target" */
static int mount_bind(int root, const struct volume *volume)
{
	autofree char *copy = strdup(volume->text);
	char *rest = copy, *mode = text_cut(&rest, '\t'), *source = text_cut(&rest, '\t');
	autoclose int fd = -1;

	if (!copy || !source)
		return fail("mount the volume %s: the record is damaged", volume->text);
	fd = open(source, O_PATH | O_CLOEXEC);
	/* As Docker's -v: a source that is not there becomes a directory. */
	if (fd < 0)
		fd = file_make_path(source, 0755);
	if (fd < 0)
		return fail("open the volume's source %s: %m", source);
	return rootfs_bind(root, fd, volume->target, strcmp(mode, "ro") == 0);
}

int child_volumes_mount(int root, int files, const struct record *container)
{
	struct volumes volumes = { .count = 0 };

	if (collect(&volumes, container) < 0)
		return -1;
	qsort(volumes.all, (size_t)volumes.count, sizeof volumes.all[0], compare);
	for (int i = 0; i < volumes.count; i++) {
		const struct volume *volume = &volumes.all[i];

		if ((volume->kind == OWN_FILE ? mount_file(root, files, volume)
		     : volume->kind == BIND ? mount_bind(root, volume)
					    : rootfs_tmpfs(root, volume->text)) < 0)
			return -1;
	}
	return 0;
}
