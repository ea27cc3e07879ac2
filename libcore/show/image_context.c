/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/fail.h"
#include "base/limits.h"
#include "show/age.h"
#include "show/template/go_value.h"
#include "show/image_context.h"
#include "show/size.h"
#include "store/image/reference.h"

static void add_times(struct cJSON *context, const struct record *image)
{
	const char *created = record_get(image, "created");
	char date[AGE_DATE_LENGTH], age[AGE_LENGTH], ago[AGE_LENGTH + 4] = "";

	if (created)
		snprintf(ago, sizeof ago, "%s ago", age_of(age_since(created), age));
	go_text(context, "CreatedAt", created ? age_date(strtoll(created, NULL, 10), date)
					      : "0001-01-01 00:00:00 +0000 UTC");
	go_text(context, "CreatedSince", ago);
}

struct cJSON *image_context(const struct record *image, const char *tagged, bool whole)
{
	struct cJSON *context = go_mark(cJSON_CreateObject(), GO_STRUCT | GO_METHODS);
	unsigned long long bytes = (unsigned long long)record_number(image, "size", 0);
	char name[REFERENCE_LENGTH + 1] = "", id[ID_LENGTH + 8], size[SIZE_LENGTH];
	const char *tag = NULL;

	if (!context) {
		fail("list images: %m");
		return NULL;
	}
	if (tagged) {
		snprintf(name, sizeof name, "%s", tagged);
		tag = reference_cut_tag(name);
	}
	snprintf(id, sizeof id, whole ? "sha256:%s" : "%.12s", record_get(image, "id"));
	context->valuestring = strdup("*formatter.imageContext");
	/* In the order of their names, as {{json .}} gives them. */
	go_text(context, "Containers", "N/A");
	add_times(context, image);
	go_text(context, "Digest", "<none>");
	go_text(context, "ID", id);
	go_text(context, "Repository", tag ? name : "<none>");
	go_text(context, "SharedSize", "N/A");
	go_text(context, "Size", size_of(bytes, size));
	go_text(context, "Tag", tag ? tag : "<none>");
	go_text(context, "UniqueSize", "N/A");
	go_text(context, "VirtualSize", size_of_precisely(bytes, size));
	return context;
}

struct cJSON *image_context_header(void)
{
	static const char *const names[][2] = {
		{ "Containers", "CONTAINERS" },   { "CreatedAt", "CREATED AT" }, { "CreatedSince", "CREATED" },
		{ "Digest", "DIGEST" },           { "ID", "IMAGE ID" },          { "Repository", "REPOSITORY" },
		{ "SharedSize", "SHARED SIZE" },  { "Size", "SIZE" },            { "Tag", "TAG" },
		{ "UniqueSize", "UNIQUE SIZE" },  { "VirtualSize", "SIZE" },
	};
	struct cJSON *header = go_mark(cJSON_CreateObject(), GO_STRUCT | GO_METHODS);

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		go_text(header, names[i][0], names[i][1]);
	return header;
}

void image_context_free(struct cJSON *context)
{
	cJSON_Delete(context);
}
