/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include <cjson/cJSON.h>

#include "show/template/go_value.h"
#include "show/view/view_graph.h"
#include "store/container_record.h"
#include "store/store.h"

const char view_graph_name[] = "overlay2";

static void add_directory(struct cJSON *data, const char *name, const char *id, const char *directory)
{
	char path[4096];

	snprintf(path, sizeof path, "%s/containers/%s/%s", store_path(STORE_STATE), id, directory);
	go_text(data, name, path);
}

void view_add_graph_driver(struct cJSON *view, const struct record *container)
{
	struct cJSON *driver = go_struct(view, "GraphDriver", 0), *data;

	if (!container || !container_record_has_layer(container)) {
		go_zeros(driver, "Data=M");
	} else {
		data = cJSON_AddObjectToObject(driver, "Data");
		add_directory(data, "UpperDir", record_get(container, "id"), "upper");
		add_directory(data, "WorkDir", record_get(container, "id"), "work");
	}
	go_text(driver, "Name", view_graph_name);
}
