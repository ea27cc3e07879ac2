/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/auto.h"
#include "base/fail.h"
#include "show/template/go_value.h"
#include "show/view/view_time.h"
#include "show/view/view_volume.h"
#include "store/volumes.h"

static void fill_labels(struct cJSON *labels, const struct record *volume)
{
	for (const char *label = NULL; (label = record_next(volume, "label", label));) {
		autofree char *key = strndup(label, strcspn(label, "="));

		cJSON_DeleteItemFromObjectCaseSensitive(labels, key);
		go_text(labels, key ? key : "", strchr(label, '=') + 1);
	}
	go_sort(labels);
}

/* One that a container made for itself has no map of labels, one that was asked for has. */
static void add_labels(struct cJSON *view, const struct record *volume)
{
	if (record_get(volume, "label") || record_get(volume, "asked"))
		fill_labels(cJSON_AddObjectToObject(view, "Labels"), volume);
	else
		go_zeros(view, "Labels=M");
}

static void add_mountpoint(struct cJSON *view, const struct record *volume)
{
	char path[4096];

	volumes_path(path, sizeof path, record_get(volume, "name"));
	go_text(view, "Mountpoint", path);
}

struct cJSON *view_volume(const char *name)
{
	autorecord struct record volume = { 0 };
	struct cJSON *view;
	char created[32];

	if (volumes_load(&volume, name) < 0)
		return NULL;
	view = go_mark(cJSON_CreateObject(), GO_STRUCT | GO_POINTER);
	snprintf(created, sizeof created, "%lld", strtoll(record_get(&volume, "created"), NULL, 10));
	view_add_time(view, "CreatedAt", created);
	go_text(view, "Driver", "local");
	add_labels(view, &volume);
	add_mountpoint(view, &volume);
	go_text(view, "Name", name);
	go_zeros(view, record_get(&volume, "asked") ? "Options=m" : "Options=M");
	go_text(view, "Scope", "local");
	go_zeros(view, "Status=M? UsageData=P?");
	return view;
}

static char *join_labels(const struct record *volume)
{
	char *text = NULL;
	size_t length;
	FILE *out = open_memstream(&text, &length);
	const char *separator = "";

	if (!out)
		return NULL;
	for (const char *label = NULL; (label = record_next(volume, "label", label)); separator = ",")
		fprintf(out, "%s%s", separator, label);
	fclose(out);
	return text;
}

struct cJSON *view_volume_row(const struct record *volume)
{
	struct cJSON *row = go_mark(cJSON_CreateObject(), GO_STRUCT | GO_METHODS);
	autofree char *labels = join_labels(volume);

	if (!row) {
		fail("list volumes: %m");
		return NULL;
	}
	row->valuestring = strdup("*formatter.volumeContext");
	go_text(row, "Driver", "local");
	fill_labels(go_mark(cJSON_AddObjectToObject(row, "Label"), GO_OMITTED), volume);
	go_text(row, "Labels", labels);
	go_text(row, "Links", "N/A");
	add_mountpoint(row, volume);
	go_text(row, "Name", record_get(volume, "name"));
	go_text(row, "Scope", "local");
	go_text(row, "Size", "N/A");
	return row;
}

struct cJSON *view_volume_header(void)
{
	static const char *const names[][2] = {
		{ "Driver", "DRIVER" }, { "Labels", "LABELS" },    { "Links", "LINKS" }, { "Mountpoint", "MOUNTPOINT" },
		{ "Scope", "SCOPE" },   { "Name", "VOLUME NAME" }, { "Size", "SIZE" },
	};
	struct cJSON *header = go_mark(cJSON_CreateObject(), GO_STRUCT | GO_METHODS);

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		go_text(header, names[i][0], names[i][1]);
	go_mark(cJSON_AddObjectToObject(header, "Label"), GO_OMITTED);
	return header;
}
