/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/limits.h"
#include "show/template/go_value.h"
#include "show/view/view_config.h"
#include "show/view/view_graph.h"
#include "show/view/view_image.h"
#include "show/view/view_time.h"
#include "store/image/images.h"

struct tags {
	const char *id;
	struct cJSON *list;
};

static int add_tag(const char *tag, const char *id, void *context)
{
	struct tags *tags = context;

	if (tag && strcmp(id, tags->id) == 0)
		cJSON_AddItemToArray(tags->list, cJSON_CreateString(tag));
	return 0;
}

static void add_tags(struct cJSON *view, const char *id)
{
	struct tags tags = { id, cJSON_AddArrayToObject(view, "RepoTags") };

	images_each(add_tag, &tags);
	cJSON_AddArrayToObject(view, "RepoDigests");
}

static void add_layers(struct cJSON *view, const struct record *image)
{
	struct cJSON *rootfs = go_struct(view, "RootFS", 0), *layers;
	char digest[ID_LENGTH + 8];

	go_text(rootfs, "Type", "layers");
	layers = cJSON_AddArrayToObject(rootfs, "Layers");
	for (const char *layer = NULL; (layer = record_next(image, "layer", layer));) {
		snprintf(digest, sizeof digest, "sha256:%s", layer);
		cJSON_AddItemToArray(layers, cJSON_CreateString(digest));
	}
	go_zeros(rootfs, "BaseLayer=s?");
}

static void add_id(struct cJSON *view, const char *name, const char *id)
{
	char digest[ID_LENGTH + 8] = "";

	if (id)
		snprintf(digest, sizeof digest, "sha256:%.64s", id);
	go_text(view, name, digest);
}

static struct cJSON *build(const struct record *image, const char *id)
{
	struct cJSON *view = go_mark(cJSON_CreateObject(), GO_STRUCT), *metadata;
	char digest[ID_LENGTH + 8];

	snprintf(digest, sizeof digest, "sha256:%s", id);
	go_text(view, "Id", digest);
	add_tags(view, id);
	add_id(view, "Parent", record_get(image, "parent"));
	go_text(view, "Comment", record_get(image, "comment"));
	view_add_time(view, "Created", record_get(image, "created"));
	go_text(view, "Container", record_get(image, "container"));
	view_add_config(view, "ContainerConfig", NULL);
	go_zeros(view, "DockerVersion=s");
	go_text(view, "Author", record_get(image, "author"));
	view_add_config(view, "Config", image);
	go_text(view, "Architecture", record_get(image, "architecture"));
	go_zeros(view, "Variant=s?");
	go_text(view, "Os", record_get(image, "os"));
	go_zeros(view, "OsVersion=s?");
	go_number(view, "Size", record_number(image, "size", 0));
	go_number(view, "VirtualSize", record_number(image, "size", 0));
	view_add_graph_driver(view, NULL);
	add_layers(view, image);
	metadata = go_struct(view, "Metadata", 0);
	view_add_time(metadata, "LastTagTime", NULL);
	return view;
}

struct cJSON *view_image(const char *id)
{
	autorecord struct record image = { 0 };

	return images_load(&image, id) < 0 ? NULL : build(&image, id);
}
