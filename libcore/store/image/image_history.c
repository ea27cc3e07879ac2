/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/auto.h"
#include "base/fail.h"
#include "store/image/image_history.h"
#include "store/image/image_time.h"
#include "store/image/images.h"

static const char *text_of(const cJSON *step, const char *name)
{
	const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(step, name));

	return text ? text : "";
}

static bool has_layer(const cJSON *step)
{
	return !cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(step, "empty_layer"));
}

static const char *layer_at(const struct record *image, int number)
{
	const char *layer = record_get(image, "layer");

	while (layer && number-- > 0)
		layer = record_next(image, "layer", layer);
	return layer;
}

static int count_layers(const cJSON *history)
{
	const cJSON *step;
	int count = 0;

	cJSON_ArrayForEach(step, history)
		count += has_layer(step);
	return count;
}

/* The image below this one, "" if nobody knows: only commit notes it. */
static void go_to_parent(char id[ID_LENGTH + 1])
{
	autorecord struct record image = { 0 };
	bool silent = fail_silently(true);
	const char *parent = images_load(&image, id) == 0 ? record_get(&image, "parent") : NULL;

	strcpy(id, "");
	if (parent && strlen(parent) == ID_LENGTH)
		strcpy(id, parent);
	fail_silently(silent);
}

static int each_step(const cJSON *history, const struct record *image,
	int (*each)(const struct image_step *step, void *context), void *context)
{
	struct image_step step = { 0 };
	int layers = count_layers(history), stop = 0;
	char fraction[IMAGE_FRACTION_LENGTH];

	strcpy(step.id, record_get(image, "id"));
	for (int i = cJSON_GetArraySize(history); !stop && i-- > 0;) {
		const cJSON *item = cJSON_GetArrayItem(history, i);

		step.created_by = text_of(item, "created_by");
		step.comment = text_of(item, "comment");
		if (image_time_read(text_of(item, "created"), &step.created, fraction) < 0)
			step.created = 0;
		step.layer = has_layer(item) ? layer_at(image, --layers) : NULL;
		stop = each(&step, context);
		if (*step.id)
			go_to_parent(step.id);
	}
	return stop;
}

/* The layers that the image has from its parent. */
static int count_inherited(const struct record *image)
{
	int count = 0;

	for (const char *layer = NULL; (layer = record_next(image, "layer", layer));)
		count++;
	return record_get(image, "empty_step") ? count : count - 1;
}

void image_history_begin(cJSON *history, const struct record *image)
{
	bool silent = fail_silently(true);
	size_t length;
	autofree char *config = images_load_config(record_get(image, "parent"), &length);
	cJSON *root = config ? cJSON_ParseWithLength(config, length) : NULL;
	cJSON *steps = cJSON_GetObjectItemCaseSensitive(root, "history");
	char text[IMAGE_TIME_LENGTH];

	fail_silently(silent);
	if (cJSON_IsArray(steps) && count_layers(steps) == count_inherited(image))
		while (steps->child)
			cJSON_AddItemToArray(history, cJSON_DetachItemFromArray(steps, 0));
	cJSON_Delete(root);
	image_time_write(record_get(image, "created"), text);
	for (int left = count_inherited(image) - count_layers(history); left > 0; left--) {
		cJSON *step = cJSON_CreateObject();

		cJSON_AddStringToObject(step, "created", text);
		cJSON_AddItemToArray(history, step);
	}
}

int image_history_each(const struct record *image, int (*each)(const struct image_step *step, void *context),
	void *context)
{
	size_t length;
	autofree char *config = images_load_config(record_get(image, "id"), &length);
	cJSON *root = config ? cJSON_ParseWithLength(config, length) : NULL;
	const cJSON *history = cJSON_GetObjectItemCaseSensitive(root, "history");
	int stop = root ? 0 : -1;

	if (config && !root)
		fail("read the history of %.12s: its configuration is damaged", record_get(image, "id"));
	if (cJSON_IsArray(history))
		stop = each_step(history, image, each, context);
	cJSON_Delete(root);
	return stop;
}
