/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/auto.h"
#include "base/fail.h"
#include "request/request.h"
#include "request/request_mode.h"
#include "request/request_mounts.h"
#include "request/request_volumes_from.h"
#include "store/container_record.h"
#include "store/mount_line.h"
#include "store/names.h"

static int add_line(struct record *container, const char *key, const struct record *other, const char *line, bool read_only)
{
	autofree char *source = NULL, *target = NULL;
	struct mount_line mount;

	if (mount_line_read(&mount, line) < 0)
		return -1;
	source = strndup(mount.source, (size_t)mount.source_length);
	target = strndup(mount.target, (size_t)mount.target_length);
	if (!source || !target)
		return fail("take the volumes: %m");
	if (request_mount_has(container, target))
		return 0;
	mount.source = source;
	mount.target = target;
	mount.mode = "";
	mount.read_only |= read_only;
	mount.no_copy = true;
	if (record_has(other, "anonymous", source) && record_add(container, "anonymous", source) < 0)
		return fail("take the volumes: %m");
	return mount_line_add(container, key, &mount);
}

/* A volume that goes with the other container's end goes with this one's: the last takes it. */
static int add_all(struct record *container, const struct record *other, bool read_only)
{
	static const char *const keys[] = { "bind", "volume_mount" };

	for (int i = 0; i < 2; i++)
		for (const char *line = NULL; (line = record_next(other, keys[i], line));)
			if (add_line(container, keys[i], other, line, read_only) < 0)
				return -1;
	return 0;
}

static int add_one(struct record *container, const char *typed)
{
	autofree char *name = strndup(typed, strcspn(typed, ":"));
	const char *mode = strchr(typed, ':');
	struct record other autorecord = { 0 };
	char id[ID_LENGTH + 1];
	struct request_mode how;

	if (!name)
		return fail("take the volumes of %s: %m", typed);
	if (!*typed)
		return fail("volumes-from specification cannot be an empty string");
	mode = mode ? mode + 1 : "";
	if (request_mode_read(&how, mode) < 0 || how.no_copy || *how.propagation)
		return fail("invalid mode: %s", mode);
	if (names_find(name, id) < 0 || container_record_load(&other, id) < 0
	    || add_all(container, &other, how.read_only) < 0)
		return -1;
	return record_add(container, "volumes_from", typed) < 0 ? fail("take the volumes of %s: %m", typed) : 0;
}

int request_volumes_from_add(struct record *container)
{
	for (const char *typed = NULL; (typed = record_next(&request.lists, "volumes-from", typed));)
		if (add_one(container, typed) < 0)
			return -1;
	return 0;
}
