/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/sysinfo.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <cjson/cJSON.h>

#include "base/auto.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/text.h"
#include "show/go_value.h"
#include "show/row.h"
#include "show/size.h"
#include "show/view_graph.h"
#include "show/view_system.h"
#include "store/configuration.h"
#include "store/container_record.h"
#include "store/images.h"
#include "store/store.h"

enum { RUNNING, PAUSED, STOPPED, STATES };

static int count_container(const char *id, void *context)
{
	autorow struct row row = { 0 };
	int *counts = context, kind = RUNNING;

	if (row_load(&row, id))
		return 0;
	if (!row_is_up(&row))
		kind = STOPPED;
	else if (strcmp(row_state(&row), "paused") == 0)
		kind = PAUSED;
	counts[kind]++;
	return 0;
}

static void add_containers(struct cJSON *info)
{
	int counts[STATES] = { 0 };

	container_record_each(count_container, counts);
	go_number(info, "Containers", counts[RUNNING] + counts[PAUSED] + counts[STOPPED]);
	go_number(info, "ContainersRunning", counts[RUNNING]);
	go_number(info, "ContainersPaused", counts[PAUSED]);
	go_number(info, "ContainersStopped", counts[STOPPED]);
}

static int note_image(const char *tag, const char *id, void *context)
{
	(void)tag;
	if (!cJSON_HasObjectItem(context, id))
		go_bool(context, id, true);
	return 0;
}

static void add_images(struct cJSON *info)
{
	struct cJSON *ids = cJSON_CreateObject();

	images_each(note_image, ids);
	go_number(info, "Images", cJSON_GetArraySize(ids));
	cJSON_Delete(ids);
}

/* PRETTY_NAME="Debian GNU/Linux 12 (bookworm)" of /etc/os-release. */
static void add_system_name(struct cJSON *info)
{
	autofree char *text = file_read(AT_FDCWD, "/etc/os-release", RECORD_SIZE, NULL);
	char *rest = text, *line, *name = NULL;

	while (!name && (line = text_cut(&rest, '\n')))
		name = (char *)text_after(line, "PRETTY_NAME=");
	if (name && *name == '"') {
		name++;
		name[strcspn(name, "\"")] = '\0';
	}
	go_text(info, "OperatingSystem", name ? name : "Linux");
}

static void add_machine(struct cJSON *info)
{
	struct utsname kernel;
	struct sysinfo memory;
	char text[SIZE_LENGTH];

	uname(&kernel);
	sysinfo(&memory);
	go_text(info, "KernelVersion", kernel.release);
	add_system_name(info);
	go_text(info, "OSType", "linux");
	go_text(info, "Architecture", kernel.machine);
	go_number(info, "NCPU", sysconf(_SC_NPROCESSORS_ONLN));
	go_number(info, "MemTotal", (long long)memory.totalram * memory.mem_unit);
	go_text(info, "Memory", size_of_memory((unsigned long long)memory.totalram * memory.mem_unit, text));
	go_text(info, "Name", kernel.nodename);
}

struct cJSON *view_info(const char *subnet)
{
	struct cJSON *info = go_mark(cJSON_CreateObject(), GO_STRUCT);

	add_containers(info);
	add_images(info);
	go_text(info, "ServerVersion", LINKBOX_VERSION);
	go_text(info, "Driver", view_graph_name);
	go_text(info, "LoggingDriver", "json-file");
	add_machine(info);
	go_text(info, "DockerRootDir", store_path(STORE_STATE));
	go_text(info, "RunDir", store_path(STORE_RUN));
	go_text(info, "Configuration", configuration_file());
	go_text(info, "Subnet", subnet);
	go_text(info, "Addresses", configuration("addresses", "leased"));
	go_text(info, "Ports", configuration("ports", "49153-65535"));
	go_text(info, "Open", configuration("open", "no"));
	return info;
}

/* Docker has a client and a server; here both are this program. */
static void add_side(struct cJSON *version, const char *side)
{
	struct cJSON *object = go_struct(version, side, 0);
	struct utsname kernel;

	uname(&kernel);
	go_text(object, "Version", LINKBOX_VERSION);
	go_text(object, "Os", "linux");
	go_text(object, "Arch", kernel.machine);
	go_text(object, "KernelVersion", kernel.release);
	go_text(object, "CJSONVersion", cJSON_Version());
}

struct cJSON *view_version(void)
{
	struct cJSON *version = go_mark(cJSON_CreateObject(), GO_STRUCT);

	add_side(version, "Client");
	add_side(version, "Server");
	return version;
}
