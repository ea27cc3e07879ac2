/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/fail.h"
#include "base/limits.h"
#include "base/text.h"
#include "store/image/digest.h"
#include "store/image/image_config.h"
#include "store/image/image_health.h"
#include "store/image/image_time.h"
#include "store/port.h"

/* A string of the JSON, if it is there and not empty. */
static int read_text(struct record *image, const char *key, const cJSON *object, const char *name)
{
	const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));

	return text && *text ? record_add(image, key, text) : 0;
}

static int read_list(struct record *image, const char *key, const cJSON *object, const char *name)
{
	const cJSON *item;

	cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(object, name)) {
		if (cJSON_IsString(item) && record_add(image, key, item->valuestring) < 0)
			return -1;
	}
	return 0;
}

/* The names in an object whose values say nothing: Volumes. */
static int read_names(struct record *image, const char *key, const cJSON *object, const char *name)
{
	const cJSON *item;

	cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(object, name)) {
		if (item->string && record_add(image, key, item->string) < 0)
			return -1;
	}
	return 0;
}

static int read_labels(struct record *image, const cJSON *config)
{
	const cJSON *item;

	cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(config, "Labels")) {
		if (item->string && cJSON_IsString(item)
		    && record_addf(image, "label", "%s=%s", item->string, item->valuestring) < 0)
			return -1;
	}
	return 0;
}

/* A range stands in the JSON port by port: what follows each other is one again. -1 said. */
static int read_ports(struct record *image, const cJSON *config, const char *what)
{
	struct port_range range, whole = { 0 };
	const cJSON *item;

	cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(config, "ExposedPorts")) {
		/* Nothing of linkbox can lead to such a port; the image has others. */
		if (!item->string || strstr(item->string, "/sctp"))
			continue;
		if (port_parse_exposure(item->string, &range) < 0)
			return -1;
		if (whole.first && range.udp == whole.udp && range.first == whole.last + 1) {
			whole.last = range.last;
			continue;
		}
		if (whole.first && port_expose(image, &whole) < 0)
			return fail("read %s: %m", what);
		whole = range;
	}
	return whole.first && port_expose(image, &whole) < 0 ? fail("read %s: %m", what) : 0;
}

/* An image without a time that is understood has none. */
static int read_created(struct record *image, const cJSON *root)
{
	const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(root, "created"));
	char fraction[IMAGE_FRACTION_LENGTH];
	long long seconds;

	if (image_time_read(text, &seconds, fraction) < 0)
		return 0;
	return record_addf(image, "created", "%lld.%s", seconds, fraction);
}

/* -1 said. */
static int read_layers(struct record *image, const cJSON *root, const char *what)
{
	const cJSON *rootfs = cJSON_GetObjectItemCaseSensitive(root, "rootfs"), *item;
	int count = 0;

	cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(rootfs, "diff_ids")) {
		const char *digest = cJSON_IsString(item) ? digest_parse(item->valuestring) : NULL;

		if (!digest)
			return fail("read %s: rootfs.diff_ids holds something that is no sha256 digest", what);
		if (++count > LAYERS_MOST)
			return fail("read %s: more than %d layers", what, LAYERS_MOST);
		if (record_add(image, "layer", digest) < 0)
			return fail("read %s: %m", what);
	}
	return 0;
}

static int read_config(struct record *image, const cJSON *config)
{
	return read_list(image, "entrypoint", config, "Entrypoint") < 0
	       || read_list(image, "command", config, "Cmd") < 0
	       || read_list(image, "env", config, "Env") < 0
	       || read_text(image, "workdir", config, "WorkingDir") < 0
	       || read_text(image, "user", config, "User") < 0
	       || read_labels(image, config) < 0
	       || read_names(image, "volume", config, "Volumes") < 0
	       || read_text(image, "stop_signal", config, "StopSignal") < 0
	       || read_list(image, "shell", config, "Shell") < 0
	       || image_health_read(image, config) < 0 ? -1 : 0;
}

static int read_root(struct record *image, const cJSON *root)
{
	return read_created(image, root) < 0
	       || read_text(image, "architecture", root, "architecture") < 0
	       || read_text(image, "os", root, "os") < 0
	       || read_text(image, "author", root, "author") < 0
	       || read_text(image, "comment", root, "comment") < 0 ? -1 : 0;
}

int image_config_read(struct record *image, const char *json, size_t length, const char *what)
{
	cJSON *root = cJSON_ParseWithLength(json, length);
	const cJSON *config = cJSON_GetObjectItemCaseSensitive(root, "config");
	char id[ID_LENGTH + 1];
	int done = -1;

	digest_of(json, length, id);
	if (!cJSON_IsObject(root))
		fail("read %s: it is no JSON object", what);
	else if (read_root(image, root) < 0 || read_config(image, config) < 0
		 || record_add(image, "id", id) < 0)
		fail("read %s: %m", what);
	else if (read_layers(image, root, what) == 0 && read_ports(image, config, what) == 0)
		done = 0;
	cJSON_Delete(root);
	return done;
}
