/* SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/limits.h"
#include "store/image/heirloom.h"
#include "store/mount_line.h"
#include "store/path_record.h"

static bool is_left(const struct record *container, const struct mount_line *mount)
{
	char name[ID_LENGTH + 1];

	snprintf(name, sizeof name, "%.*s", mount->source_length, mount->source);
	return mount->source_length == ID_LENGTH
	       && (record_has(container, "anonymous", name) || record_has(container, "kept", name));
}

int heirloom_find(struct record *heirloom, const struct record *container)
{
	struct mount_line mount;

	for (const char *line = NULL; (line = record_next(container, "volume_mount", line));)
		if (mount_line_read(&mount, line) == 0 && is_left(container, &mount)
		    && record_addf(heirloom, "volume", "%.*s %.*s", mount.source_length, mount.source,
				   mount.target_length, mount.target) < 0)
			return fail("keep the volumes of %.12s: %m", record_get(container, "id"));
	return 0;
}

int heirloom_save(const struct record *heirloom, const char *path)
{
	return path_record_save(heirloom, "heirlooms", path, true);
}

void heirloom_load(struct record *heirloom, const char *path)
{
	path_record_load(heirloom, "heirlooms", path);
}

void heirloom_delete(const char *path)
{
	path_record_delete("heirlooms", path);
}
