/* SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/auto.h"
#include "show/template/go_value.h"
#include "show/view/view_mounts.h"
#include "store/mount_line.h"
#include "store/volumes.h"

static struct cJSON *add_mount(struct cJSON *mounts, const char *type, const char *name)
{
	struct cJSON *mount = go_mark(cJSON_CreateObject(), GO_STRUCT);

	cJSON_AddItemToArray(mounts, mount);
	go_text(mount, "Type", type);
	go_text(mount, "Name", name);
	if (!*name)
		go_mark_last(mount, GO_OMITTED);
	return mount;
}

static void end_mount(struct cJSON *mount, const char *driver, const char *mode, bool writable,
                      const char *propagation)
{
	go_text(mount, "Driver", driver);
	if (!*driver)
		go_mark_last(mount, GO_OMITTED);
	go_text(mount, "Mode", mode);
	go_bool(mount, "RW", writable);
	go_text(mount, "Propagation", propagation);
}

static void add_line(struct cJSON *mounts, const char *line, bool volume)
{
	struct mount_line mount;
	autofree char *source = NULL, *target = NULL;
	struct cJSON *view;
	char path[4096];

	if (mount_line_read(&mount, line) < 0)
		return;
	source = strndup(mount.source, (size_t)mount.source_length);
	target = strndup(mount.target, (size_t)mount.target_length);
	view = add_mount(mounts, volume ? "volume" : "bind", volume && source ? source : "");
	if (volume)
		volumes_path(path, sizeof path, source ? source : "");
	go_text(view, "Source", volume ? path : source);
	go_text(view, "Destination", target);
	end_mount(view, volume ? "local" : "", mount.mode, !mount.read_only,
	          volume ? "" : strstr(mount.mode, "private") && !strstr(mount.mode, "rprivate") ? "private" : "rprivate");
}

static void add_tmpfs(struct cJSON *mounts, const char *line)
{
	autofree char *target = strndup(line, strcspn(line, ":"));
	struct cJSON *view = add_mount(mounts, "tmpfs", "");

	go_text(view, "Source", "");
	go_text(view, "Destination", target);
	end_mount(view, "", "", strstr(line, ":ro") == NULL, "");
}

void view_add_mounts(struct cJSON *view, const struct record *container)
{
	struct cJSON *mounts = cJSON_AddArrayToObject(view, "Mounts");

	for (const char *line = NULL; (line = record_next(container, "bind", line));)
		add_line(mounts, line, false);
	for (const char *line = NULL; (line = record_next(container, "volume_mount", line));)
		add_line(mounts, line, true);
	for (const char *line = NULL; (line = record_next(container, "tmpfs_mount", line));)
		add_tmpfs(mounts, line);
}
