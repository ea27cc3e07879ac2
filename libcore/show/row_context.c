/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/auto.h"
#include "base/fail.h"
#include "show/age.h"
#include "show/template/go_value.h"
#include "show/quote.h"
#include "show/row.h"
#include "show/row_context.h"
#include "store/mount_line.h"

enum { MOUNT_WIDTH = 15 };

/* A text while it is written; NULL after a failure, for which the field is missing. */
struct writing {
	FILE *out;
	char *text;
	size_t length;
};

static void begin(struct writing *writing)
{
	*writing = (struct writing){ 0 };
	writing->out = open_memstream(&writing->text, &writing->length);
}

static void end(struct writing *writing, struct cJSON *context, const char *name)
{
	if (writing->out)
		fclose(writing->out);
	go_text(context, name, writing->text);
	free(writing->text);
}

static void add_column(struct cJSON *context, const char *name, const struct row *row, bool whole,
                       void (*write)(FILE *out, const struct row *row, bool whole))
{
	struct writing writing;

	begin(&writing);
	if (writing.out)
		write(writing.out, row, whole);
	end(&writing, context, name);
}

static void write_status(FILE *out, const struct row *row, bool whole)
{
	(void)whole;
	row_write_status(out, row);
}

static void write_size(FILE *out, const struct row *row, bool whole)
{
	(void)whole;
	row_write_size(out, row);
}

static void write_created(FILE *out, const struct row *row, bool whole)
{
	(void)whole;
	row_write_created(out, row);
}

static void write_created_at(FILE *out, const struct row *row, bool whole)
{
	char text[AGE_DATE_LENGTH];

	(void)whole;
	fputs(age_date(strtoll(row_created(row), NULL, 10), text), out);
}

static void write_ports(FILE *out, const struct row *row, bool whole)
{
	(void)whole;
	row_write_ports(out, row);
}

/* Its own name; with --no-trunc all of them. */
static void write_names(FILE *out, const struct row *row, bool whole)
{
	if (whole)
		row_write_names(out, row, ",");
	else
		fputs(row->name, out);
}

static void write_labels(FILE *out, const struct row *row, bool whole)
{
	const char *separator = "";

	(void)whole;
	for (const char *label = NULL; (label = record_next(&row->container, "label", label)); separator = ",")
		fprintf(out, "%s%s%s", separator, label, strchr(label, '=') ? "" : "=");
}

static void write_mounts(FILE *out, const struct row *row, bool whole)
{
	static const char *const keys[] = { "bind", "volume_mount" };
	const char *separator = "";
	struct mount_line mount;

	for (int i = 0; i < 2; i++)
		for (const char *line = NULL; (line = record_next(&row->container, keys[i], line)); separator = ",") {
			autofree char *source = mount_line_read(&mount, line) < 0
				? NULL : strndup(mount.source, (size_t)mount.source_length);

			fputs(separator, out);
			if (source && whole)
				fputs(source, out);
			else if (source)
				quote_cut(out, source, MOUNT_WIDTH);
		}
}

static void write_volumes(FILE *out, const struct row *row, bool whole)
{
	int count = 0;

	(void)whole;
	for (const char *volume = NULL; (volume = record_next(&row->container, "volume_mount", volume));)
		count++;
	fprintf(out, "%d", count);
}

static void write_networks(FILE *out, const struct row *row, bool whole)
{
	const char *network = record_get(&row->container, "network");

	(void)whole;
	if (!network || !strchr(network, ':'))
		fputs(network ? network : "bridge", out);
}

static void add_labels(struct cJSON *context, const struct row *row)
{
	struct cJSON *labels = go_mark(cJSON_AddObjectToObject(context, "Label"), GO_OMITTED);

	for (const char *label = NULL; (label = record_next(&row->container, "label", label));) {
		const char *value = strchr(label, '=');
		autofree char *key = strndup(label, strcspn(label, "="));

		if (key)
			go_text(labels, key, value ? value + 1 : "");
	}
}

struct cJSON *row_context(const struct row *row, bool whole, bool sized)
{
	struct cJSON *context = go_mark(cJSON_CreateObject(), GO_STRUCT | GO_METHODS);

	if (!context) {
		fail("list containers: %m");
		return NULL;
	}
	context->valuestring = strdup("*formatter.ContainerContext");
	/* In the order of their names, as {{json .}} gives them. */
	add_column(context, "Command", row, whole, row_write_command);
	add_column(context, "CreatedAt", row, whole, write_created_at);
	add_column(context, "ID", row, whole, row_write_id);
	add_column(context, "Image", row, whole, row_write_image);
	add_labels(context, row);
	add_column(context, "Labels", row, whole, write_labels);
	add_column(context, "LocalVolumes", row, whole, write_volumes);
	add_column(context, "Mounts", row, whole, write_mounts);
	add_column(context, "Names", row, whole, write_names);
	add_column(context, "Networks", row, whole, write_networks);
	add_column(context, "Ports", row, whole, write_ports);
	add_column(context, "RunningFor", row, whole, write_created);
	if (sized)
		add_column(context, "Size", row, whole, write_size);
	else
		go_text(context, "Size", "0B");
	go_text(context, "State", row_state(row));
	add_column(context, "Status", row, whole, write_status);
	return context;
}

struct cJSON *row_context_header(void)
{
	static const char *const names[][2] = {
		{ "Command", "COMMAND" },           { "CreatedAt", "CREATED AT" }, { "ID", "CONTAINER ID" },
		{ "Image", "IMAGE" },               { "Labels", "LABELS" },        { "Mounts", "MOUNTS" },
		{ "LocalVolumes", "LOCAL VOLUMES" }, { "Names", "NAMES" },         { "Networks", "NETWORKS" },
		{ "Ports", "PORTS" },               { "RunningFor", "CREATED" },   { "Size", "SIZE" },
		{ "State", "STATE" },               { "Status", "STATUS" },
	};
	struct cJSON *header = go_mark(cJSON_CreateObject(), GO_STRUCT | GO_METHODS);

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		go_text(header, names[i][0], names[i][1]);
	go_mark(cJSON_AddObjectToObject(header, "Label"), GO_OMITTED);
	return header;
}

void row_context_free(struct cJSON *context)
{
	cJSON_Delete(context);
}
