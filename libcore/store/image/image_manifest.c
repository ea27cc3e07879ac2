/* SPDX-License-Identifier: MIT */
#include <cjson/cJSON.h>

#include "base/fail.h"
#include "store/image/image_index.h"
#include "store/image/image_manifest.h"

static const char *text_of(const cJSON *object, const char *name)
{
	return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
}

static int add_list(struct record *image, const char *key, const cJSON *object, const char *name)
{
	const cJSON *item;

	cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(object, name)) {
		if (!cJSON_IsString(item))
			return fail("%s holds something that is no text", name);
		if (record_add(image, key, item->valuestring) < 0)
			return fail("%s: %m", name);
	}
	return 0;
}

static int each_docker(const struct blobs *blobs, const cJSON *root,
	int (*each)(const struct record *image, void *context), void *context)
{
	const cJSON *item;

	if (!cJSON_IsArray(root))
		return fail("read %s: manifest.json is no JSON array", blobs->what);
	cJSON_ArrayForEach(item, root) {
		autorecord struct record image = { 0 };
		const char *config = text_of(item, "Config");
		int stop;

		if (!config || record_add(&image, "config", config) < 0
		    || add_list(&image, "layer", item, "Layers") < 0
		    || add_list(&image, "tag", item, "RepoTags") < 0)
			return fail("read %s: manifest.json is damaged", blobs->what);
		stop = each(&image, context);
		if (stop)
			return stop;
	}
	return 0;
}

int image_manifest_each(const struct blobs *blobs,
	int (*each)(const struct record *image, void *context), void *context)
{
	const struct blob *blob = blobs_find(blobs, "manifest.json");
	cJSON *root;
	int stop;

	if (!blob || blob->kind != BLOB_TEXT)
		return image_index_each(blobs, each, context);
	root = cJSON_ParseWithLength(blob->text, blob->length);
	stop = each_docker(blobs, root, each, context);
	cJSON_Delete(root);
	return stop;
}
