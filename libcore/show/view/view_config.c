/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "show/template/go_value.h"
#include "show/view/view_config.h"
#include "show/view/view_health.h"
#include "store/port.h"

static void add_exposed_ports(struct cJSON *config, const struct record *record)
{
	struct cJSON *ports;
	struct port_range range;
	char key[16];

	if (!record_get(record, "expose")) {
		go_zeros(config, "ExposedPorts=M?");
		return;
	}
	ports = go_mark(cJSON_AddObjectToObject(config, "ExposedPorts"), GO_KEYED);
	for (const char *line = NULL; (line = record_next(record, "expose", line));) {
		if (port_read_range(line, &range) < 0)
			continue;
		for (unsigned port = range.first; port <= range.last; port++) {
			snprintf(key, sizeof key, "%u/%s", port, port_protocol(range.udp));
			go_struct(ports, key, 0);
		}
	}
	go_sort(ports);
}

static void add_volumes(struct cJSON *config, const struct record *record)
{
	struct cJSON *volumes;

	if (!record_get(record, "volume")) {
		go_zeros(config, "Volumes=M");
		return;
	}
	volumes = cJSON_AddObjectToObject(config, "Volumes");
	for (const char *volume = NULL; (volume = record_next(record, "volume", volume));)
		if (!cJSON_HasObjectItem(volumes, volume))
			go_struct(volumes, volume, 0);
	go_sort(volumes);
}

static void add_labels(struct cJSON *config, const struct record *record)
{
	struct cJSON *labels = cJSON_CreateObject();
	char key[1024];

	for (const char *label = NULL; (label = record_next(record, "label", label));) {
		const char *value = strchr(label, '=');

		snprintf(key, sizeof key, "%.*s", (int)strcspn(label, "="), label);
		cJSON_DeleteItemFromObjectCaseSensitive(labels, key);
		go_text(labels, key, value ? value + 1 : "");
	}
	go_sort(labels);
	/* A container has a map, be it empty; an image without labels has none. */
	if (labels && !labels->child && !record_get(record, "lease")) {
		cJSON_Delete(labels);
		go_zeros(config, "Labels=M");
	} else {
		cJSON_AddItemToObject(config, "Labels", labels);
	}
}

static void add_stop(struct cJSON *config, const struct record *record)
{
	const char *signal = record_get(record, "stop_signal"), *timeout = record_get(record, "stop_timeout");

	go_text(config, "StopSignal", signal);
	if (!signal)
		go_mark_last(config, GO_OMITTED);
	if (timeout)
		go_number(config, "StopTimeout", record_number(record, "stop_timeout", 0));
	else
		go_zeros(config, "StopTimeout=P?");
	go_list(config, "Shell", record, "shell", GO_SLICE);
	if (!record_get(record, "shell"))
		go_mark_last(config, GO_OMITTED);
}

void view_add_config(struct cJSON *view, const char *name, const struct record *record)
{
	static const struct record nothing = { 0 };
	struct cJSON *config = go_struct(view, name, GO_POINTER);

	record = record ? record : &nothing;
	go_text(config, "Hostname", record_get(record, "hostname"));
	go_text(config, "Domainname", record_get(record, "domainname"));
	go_text(config, "User", record_get(record, "user"));
	go_bool(config, "AttachStdin", record_get(record, "attach_stdin"));
	go_bool(config, "AttachStdout", record_get(record, "attach_stdout"));
	go_bool(config, "AttachStderr", record_get(record, "attach_stderr"));
	add_exposed_ports(config, record);
	go_bool(config, "Tty", record_get(record, "tty"));
	go_bool(config, "OpenStdin", record_get(record, "open_stdin"));
	go_bool(config, "StdinOnce", record_get(record, "stdin_once"));
	go_list(config, "Env", record, "env", GO_SLICE);
	go_list(config, "Cmd", record, "command", GO_SLICE);
	view_add_healthcheck(config, record);
	go_zeros(config, "ArgsEscaped=b?");
	go_text(config, "Image", record_get(record, "image"));
	add_volumes(config, record);
	go_text(config, "WorkingDir", record_get(record, "workdir"));
	go_list(config, "Entrypoint", record, "entrypoint", GO_SLICE);
	go_zeros(config, "NetworkDisabled=b?");
	go_text(config, "MacAddress", record_get(record, "mac_address"));
	if (!record_get(record, "mac_address"))
		go_mark_last(config, GO_OMITTED);
	go_zeros(config, "OnBuild=S");
	add_labels(config, record);
	add_stop(config, record);
}
