/* SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/fail.h"
#include "base/limits.h"
#include "show/container_size.h"
#include "show/template/go_value.h"
#include "show/view/view.h"
#include "show/view/view_config.h"
#include "show/view/view_graph.h"
#include "show/view/view_health.h"
#include "show/view/view_host_config.h"
#include "show/view/view_mounts.h"
#include "show/view/view_network.h"
#include "show/view/view_time.h"
#include "store/container_record.h"
#include "store/log/log_options.h"
#include "store/names.h"
#include "store/status.h"
#include "store/store.h"

void view_free(struct cJSON *view)
{
	cJSON_Delete(view);
}

void view_forget(struct cJSON *view)
{
	go_forget(view);
}

static void add_state(struct cJSON *view, const struct record *container, const struct record *status)
{
	struct cJSON *state = go_struct(view, "State", GO_POINTER);
	const char *name = record_get(status, "state");
	bool restarting = strcmp(name, "restarting") == 0, paused = strcmp(name, "paused") == 0;
	bool running = restarting || paused || strcmp(name, "running") == 0;

	go_text(state, "Status", name);
	go_bool(state, "Running", running);
	go_bool(state, "Paused", paused);
	go_bool(state, "Restarting", restarting);
	go_bool(state, "OOMKilled", record_get(status, "oom") != NULL);
	go_bool(state, "Dead", false);
	go_number(state, "Pid", running ? record_number(status, "pid", 0) : 0);
	go_number(state, "ExitCode", record_number(status, "exit", 0));
	go_text(state, "Error", record_get(status, "error"));
	view_add_time(state, "StartedAt", strcmp(name, "created") == 0 ? NULL : record_get(status, "started"));
	view_add_time(state, "FinishedAt", record_get(status, "finished"));
	view_add_health(state, container, status);
}

static bool was_started(const struct record *status)
{
	return record_get(status, "started") || strcmp(record_get(status, "state"), "created") != 0;
}

/* A file of the container's own directory, "" before it was started first. */
static void add_path(struct cJSON *view, const char *key, const struct record *container,
                     const struct record *status, const char *file)
{
	enum store_root root = container_record_in_ram(container) ? STORE_RUN : STORE_STATE;
	char path[4096];

	snprintf(path, sizeof path, "%s/containers/%s/%s", store_path(root), record_get(container, "id"), file);
	go_text(view, key, was_started(status) ? path : "");
}

static void add_paths(struct cJSON *view, const struct record *container, const struct record *status)
{
	const char *driver = log_options_driver(container);
	char log[4096];

	add_path(view, "ResolvConfPath", container, status, "resolv.conf");
	add_path(view, "HostnamePath", container, status, "hostname");
	add_path(view, "HostsPath", container, status, "hosts");
	if (strcmp(driver, "file") == 0) {
		add_path(view, "LogPath", container, status, "log");
		return;
	}
	snprintf(log, sizeof log, "%s/running/%s/log", store_path(STORE_RUN), record_get(container, "id"));
	go_text(view, "LogPath", was_started(status) && strcmp(driver, "json-file") == 0 ? log : "");
}

/* The first word of entrypoint and command together is Path, the others are Args. */
static void add_words(struct cJSON *view, const struct record *container)
{
	static const char *const keys[] = { "entrypoint", "command" };
	struct cJSON *words = NULL;

	for (int i = 0; i < 2; i++) {
		for (const char *word = NULL; (word = record_next(container, keys[i], word));) {
			if (words) {
				cJSON_AddItemToArray(words, cJSON_CreateString(word));
				continue;
			}
			go_text(view, "Path", word);
			words = cJSON_AddArrayToObject(view, "Args");
		}
	}
	if (!words)
		go_zeros(view, "Path=s Args=E");
}

static void add_image(struct cJSON *view, const struct record *container)
{
	const char *id = record_get(container, "image_id");
	char digest[ID_LENGTH + 8];

	snprintf(digest, sizeof digest, "%s%s", id ? "sha256:" : "", id ? id : "");
	go_text(view, "Image", digest);
}

static void add_sizes(struct cJSON *view, const struct record *container, bool sized)
{
	struct container_size size;

	if (!sized) {
		go_zeros(view, "SizeRw=P? SizeRootFs=P?");
		return;
	}
	size = container_size_of(container);
	go_number(view, "SizeRw", (long long)size.written);
	go_mark_last(view, GO_POINTER);
	go_number(view, "SizeRootFs", (long long)size.whole);
	go_mark_last(view, GO_POINTER);
}

static struct cJSON *build(const struct record *container, const struct record *status, bool sized)
{
	struct cJSON *view = go_mark(cJSON_CreateObject(), GO_STRUCT);
	char name[NAME_LENGTH + 2] = "/";

	names_of(record_get(container, "id"), name + 1);
	go_text(view, "Id", record_get(container, "id"));
	view_add_time(view, "Created", record_get(container, "created"));
	add_words(view, container);
	add_state(view, container, status);
	add_image(view, container);
	add_paths(view, container, status);
	go_zeros(view, "Node=P?");
	go_text(view, "Name", name);
	go_number(view, "RestartCount", record_number(status, "restarts", 0));
	go_text(view, "Driver", view_graph_name);
	go_text(view, "Platform", "linux");
	go_zeros(view, "MountLabel=s ProcessLabel=s AppArmorProfile=s ExecIDs=S");
	view_add_host_config(view, container, name);
	view_add_graph_driver(view, container);
	add_sizes(view, container, sized);
	view_add_mounts(view, container);
	view_add_config(view, "Config", container);
	view_add_network(view, container, status);
	if (record_get(container, "provisioned"))
		go_text(view, "Provisioned", record_get(container, "provisioned"));
	else
		go_zeros(view, "Provisioned=s?");
	return view;
}

struct cJSON *view_container(const char *id, bool sized)
{
	autorecord struct record container = { 0 }, status = { 0 };

	if (container_record_load(&container, id) < 0 || status_load(&status, &container) < 0)
		return NULL;
	return build(&container, &status, sized);
}
