/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/fail.h"
#include "base/limits.h"
#include "store/image/image_config.h"
#include "store/image/image_health.h"
#include "store/image/image_history.h"
#include "store/image/image_time.h"
#include "store/port.h"

/* As Docker does, what is not there is left out. */
static void write_text(cJSON *object, const char *name, const struct record *image, const char *key)
{
	const char *value = record_get(image, key);

	if (value)
		cJSON_AddStringToObject(object, name, value);
}

static void write_list(cJSON *object, const char *name, const struct record *image, const char *key)
{
	cJSON *list;

	if (!record_get(image, key))
		return;
	list = cJSON_AddArrayToObject(object, name);
	for (const char *value = NULL; (value = record_next(image, key, value));)
		cJSON_AddItemToArray(list, cJSON_CreateString(value));
}

static void write_volumes(cJSON *config, const struct record *image)
{
	cJSON *volumes;

	if (!record_get(image, "volume"))
		return;
	volumes = cJSON_AddObjectToObject(config, "Volumes");
	for (const char *value = NULL; (value = record_next(image, "volume", value));)
		cJSON_AddObjectToObject(volumes, value);
}

static void write_labels(cJSON *config, const struct record *image)
{
	cJSON *labels;

	if (!record_get(image, "label"))
		return;
	labels = cJSON_AddObjectToObject(config, "Labels");
	for (const char *label = NULL; (label = record_next(image, "label", label));) {
		const char *equals = strchr(label, '=');
		char *name = strndup(label, (size_t)(equals - label));

		if (name)
			cJSON_AddStringToObject(labels, name, equals + 1);
		free(name);
	}
}

static void write_ports(cJSON *config, const struct record *image)
{
	struct port_range range;
	char port[16];
	cJSON *ports;

	if (!record_get(image, "expose"))
		return;
	ports = cJSON_AddObjectToObject(config, "ExposedPorts");
	for (const char *value = NULL; (value = record_next(image, "expose", value));) {
		if (port_read_range(value, &range) < 0)
			continue;
		for (unsigned number = range.first; number <= range.last; number++) {
			snprintf(port, sizeof port, "%u/%s", number, port_protocol(range.udp));
			cJSON_AddObjectToObject(ports, port);
		}
	}
}

static void write_created(cJSON *object, const struct record *image)
{
	char text[IMAGE_TIME_LENGTH];

	image_time_write(record_get(image, "created"), text);
	cJSON_AddStringToObject(object, "created", text);
}

static void write_config(cJSON *config, const struct record *image)
{
	write_text(config, "User", image, "user");
	write_ports(config, image);
	write_list(config, "Env", image, "env");
	write_list(config, "Entrypoint", image, "entrypoint");
	write_list(config, "Cmd", image, "command");
	image_health_write(config, image);
	write_volumes(config, image);
	write_text(config, "WorkingDir", image, "workdir");
	write_labels(config, image);
	write_text(config, "StopSignal", image, "stop_signal");
	write_list(config, "Shell", image, "shell");
}

static void write_layers(cJSON *rootfs, const struct record *image)
{
	char digest[ID_LENGTH + 8];
	cJSON *layers;

	cJSON_AddStringToObject(rootfs, "type", "layers");
	layers = cJSON_AddArrayToObject(rootfs, "diff_ids");
	for (const char *layer = NULL; (layer = record_next(image, "layer", layer));) {
		snprintf(digest, sizeof digest, "sha256:%s", layer);
		cJSON_AddItemToArray(layers, cJSON_CreateString(digest));
	}
}

static void write_history(cJSON *history, const struct record *image)
{
	cJSON *step = cJSON_CreateObject();

	if (record_get(image, "parent"))
		image_history_begin(history, image);
	cJSON_AddItemToArray(history, step);
	write_text(step, "author", image, "author");
	write_created(step, image);
	write_text(step, "created_by", image, "created_by");
	write_text(step, "comment", image, "comment");
	if (record_get(image, "empty_step"))
		cJSON_AddTrueToObject(step, "empty_layer");
}

char *image_config_write(const struct record *image)
{
	cJSON *root = cJSON_CreateObject();
	char *text;

	write_text(root, "architecture", image, "architecture");
	write_text(root, "author", image, "author");
	write_text(root, "comment", image, "comment");
	write_config(cJSON_AddObjectToObject(root, "config"), image);
	write_created(root, image);
	write_history(cJSON_AddArrayToObject(root, "history"), image);
	write_text(root, "os", image, "os");
	write_layers(cJSON_AddObjectToObject(root, "rootfs"), image);
	text = cJSON_PrintUnformatted(root);
	cJSON_Delete(root);
	if (!text)
		fail("write the image's configuration: %m");
	return text;
}
