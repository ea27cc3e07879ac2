/* SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/text.h"
#include "show/go_value.h"
#include "show/view_mounts.h"

static struct cJSON *add_mount(struct cJSON *mounts, const char *type)
{
	struct cJSON *mount = go_mark(cJSON_CreateObject(), GO_STRUCT);

	cJSON_AddItemToArray(mounts, mount);
	go_text(mount, "Type", type);
	go_zeros(mount, "Name=s?");
	return mount;
}

static void add_bind(struct cJSON *mounts, const char *bind)
{
	const char *source = strchr(bind, '\t'), *target = source ? strchr(source + 1, '\t') : NULL;
	bool read_only = text_starts(bind, "ro");
	struct cJSON *mount;
	char path[4096];

	if (!target)
		return;
	mount = add_mount(mounts, "bind");
	snprintf(path, sizeof path, "%.*s", (int)(target - source - 1), source + 1);
	go_text(mount, "Source", path);
	go_text(mount, "Destination", target + 1);
	go_zeros(mount, "Driver=s?");
	go_text(mount, "Mode", read_only ? "ro" : "");
	go_bool(mount, "RW", !read_only);
	go_text(mount, "Propagation", "rprivate");
}

static void add_volume(struct cJSON *mounts, const char *target)
{
	struct cJSON *mount = add_mount(mounts, "volume");

	go_text(mount, "Source", "");
	go_text(mount, "Destination", target);
	go_text(mount, "Driver", "local");
	go_text(mount, "Mode", "");
	go_bool(mount, "RW", true);
	go_text(mount, "Propagation", "");
}

void view_add_mounts(struct cJSON *view, const struct record *container)
{
	struct cJSON *mounts = cJSON_AddArrayToObject(view, "Mounts");

	for (const char *bind = NULL; (bind = record_next(container, "bind", bind));)
		add_bind(mounts, bind);
	for (const char *volume = NULL; (volume = record_next(container, "volume", volume));)
		add_volume(mounts, volume);
}
