/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "store/digest.h"
#include "store/heirloom.h"
#include "store/mount_line.h"
#include "store/store.h"

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

static void name_of(const char *path, char name[ID_LENGTH + 1])
{
	digest_of(path, strlen(path), name);
}

int heirloom_save(const struct record *heirloom, const char *path)
{
	autoclose int heirlooms = store_open(STORE_STATE, "heirlooms");
	char name[ID_LENGTH + 1];

	name_of(path, name);
	if (heirlooms < 0)
		return -1;
	return record_save(heirloom, heirlooms, name, true) < 0
	       ? fail("write %s/heirlooms/%s: %m", store_path(STORE_STATE), name) : 0;
}

void heirloom_load(struct record *heirloom, const char *path)
{
	char name[ID_LENGTH + 1], whole[4096];

	name_of(path, name);
	snprintf(whole, sizeof whole, "%s/heirlooms/%s", store_path(STORE_STATE), name);
	if (record_load(heirloom, AT_FDCWD, whole) < 0)
		record_drop(heirloom, NULL);
}

void heirloom_delete(const char *path)
{
	char name[ID_LENGTH + 1], whole[4096];

	name_of(path, name);
	snprintf(whole, sizeof whole, "%s/heirlooms/%s", store_path(STORE_STATE), name);
	unlink(whole);
}
