/* A mount= line of a record is "TAB name=value" for each of its fields. SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/auto.h"
#include "base/record.h"
#include "show/template/go_value.h"
#include "show/view/view_mount_options.h"

/* The value of a field; NULL if it has none. The caller frees it. */
static char *value_of(const char *line, const char *name)
{
	size_t length = strlen(name);

	while ((line = strchr(line, '\t'))) {
		line++;
		if (strncmp(line, name, length) == 0 && line[length] == '=')
			return strndup(line + length + 1, strcspn(line + length + 1, "\t"));
	}
	return NULL;
}

static bool add_text(struct cJSON *object, const char *key, const char *line, const char *name)
{
	autofree char *value = value_of(line, name);

	go_text(object, key, value);
	if (!value)
		go_mark_last(object, GO_OMITTED);
	return value != NULL;
}

static bool add_flag(struct cJSON *object, const char *key, const char *line, const char *name)
{
	autofree char *value = value_of(line, name);

	go_bool(object, key, value);
	if (!value)
		go_mark_last(object, GO_OMITTED);
	return value != NULL;
}

static bool add_number(struct cJSON *object, const char *key, const char *line, const char *name)
{
	autofree char *value = value_of(line, name);

	go_number(object, key, value ? strtoll(value, NULL, 10) : 0);
	if (!value || strcmp(value, "0") == 0)
		go_mark_last(object, GO_OMITTED);
	return value != NULL;
}

static bool add_labels(struct cJSON *options, const char *line)
{
	struct cJSON *labels = cJSON_AddObjectToObject(options, "Labels");

	for (const char *label = line; (label = strstr(label, "\tLabel="));) {
		autofree char *key = strndup(label + 7, strcspn(label + 7, "="));
		autofree char *value = NULL;

		label += 7 + strcspn(label + 7, "=");
		value = strndup(label + 1, strcspn(label + 1, "\t"));
		go_text(labels, key ? key : "", value);
	}
	if (labels && !labels->child)
		go_mark_last(options, GO_OMITTED);
	return labels && labels->child;
}

/* A struct of options that is nil if nothing in it was given. */
static void end_options(struct cJSON *mount, const char *name, struct cJSON *options, bool given)
{
	if (given) {
		cJSON_AddItemToObject(mount, name, go_mark(options, GO_STRUCT | GO_POINTER));
		return;
	}
	cJSON_Delete(options);
	go_nil(mount, name, GO_POINTER | GO_OMITTED);
}

static void add_bind_options(struct cJSON *mount, const char *line)
{
	struct cJSON *options = cJSON_CreateObject();
	bool given = add_text(options, "Propagation", line, "Propagation");

	given |= add_flag(options, "NonRecursive", line, "NonRecursive");
	end_options(mount, "BindOptions", options, given);
}

static void add_volume_options(struct cJSON *mount, const char *line)
{
	struct cJSON *options = cJSON_CreateObject(), *driver;
	bool given = add_flag(options, "NoCopy", line, "NoCopy");

	given |= add_labels(options, line);
	driver = cJSON_CreateObject();
	if (add_text(driver, "Name", line, "Driver")) {
		given = true;
		cJSON_AddItemToObject(options, "DriverConfig", go_mark(driver, GO_STRUCT | GO_POINTER));
	} else {
		cJSON_Delete(driver);
		go_nil(options, "DriverConfig", GO_POINTER | GO_OMITTED);
	}
	end_options(mount, "VolumeOptions", options, given);
}

static void add_tmpfs_options(struct cJSON *mount, const char *line)
{
	struct cJSON *options = cJSON_CreateObject();
	bool given = add_number(options, "SizeBytes", line, "SizeBytes");

	given |= add_number(options, "Mode", line, "Mode");
	end_options(mount, "TmpfsOptions", options, given);
}

void view_add_mount_options(struct cJSON *config, const struct record *container)
{
	struct cJSON *mounts;

	if (!record_get(container, "mount")) {
		go_zeros(config, "Mounts=S?");
		return;
	}
	mounts = cJSON_AddArrayToObject(config, "Mounts");
	for (const char *line = NULL; (line = record_next(container, "mount", line));) {
		struct cJSON *mount = go_mark(cJSON_CreateObject(), GO_STRUCT);

		cJSON_AddItemToArray(mounts, mount);
		add_text(mount, "Type", line, "Type");
		add_text(mount, "Source", line, "Source");
		add_text(mount, "Target", line, "Target");
		add_flag(mount, "ReadOnly", line, "ReadOnly");
		add_text(mount, "Consistency", line, "Consistency");
		add_bind_options(mount, line);
		add_volume_options(mount, line);
		add_tmpfs_options(mount, line);
	}
}
