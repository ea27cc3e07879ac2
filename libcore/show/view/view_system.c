/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/sysinfo.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include <cjson/cJSON.h>

#include "base/auto.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/text.h"
#include "show/template/go_value.h"
#include "show/row.h"
#include "show/size.h"
#include "show/view/view_cgroups.h"
#include "show/view/view_graph.h"
#include "show/view/view_system.h"
#include "show/view/view_time.h"
#include "store/configuration.h"
#include "store/container_record.h"
#include "store/image/images.h"
#include "store/places.h"
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
}

static const char *machine_name(void)
{
	static struct utsname kernel;

	uname(&kernel);
	return kernel.nodename;
}

static const char *system_time(char text[48])
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	snprintf(text, 48, "%lld.%09ld", (long long)now.tv_sec, now.tv_nsec);
	return text;
}

/* What Docker has plug-ins for and linkbox does itself. */
static void add_plugins(struct cJSON *info)
{
	static const char *const kinds[][3] = {
		{ "Volume", "local", NULL }, { "Network", "bridge", "host" }, { "Log", "json-file", NULL },
	};
	struct cJSON *plugins = go_struct(info, "Plugins", 0), *list;

	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		list = cJSON_AddArrayToObject(plugins, kinds[i][0]);
		for (int each = 1; each < 3 && kinds[i][each]; each++)
			cJSON_AddItemToArray(list, cJSON_CreateString(kinds[i][each]));
	}
	go_zeros(plugins, "Authorization=S");
}

static void add_swarm(struct cJSON *info)
{
	struct cJSON *swarm = go_struct(info, "Swarm", 0);

	go_zeros(swarm, "NodeID=s NodeAddr=s");
	go_text(swarm, "LocalNodeState", "inactive");
	go_zeros(swarm, "ControlAvailable=b Error=s RemoteManagers=S");
}

static void add_client(struct cJSON *info)
{
	struct cJSON *client = go_mark(cJSON_AddObjectToObject(info, "ClientInfo"), GO_STRUCT | GO_POINTER);

	go_zeros(client, "Debug=b");
	go_text(client, "Context", "default");
	go_zeros(client, "Plugins=E Warnings=S");
}

/* What errors call a struct. */
static void name_type(struct cJSON *value, const char *name)
{
	if (value)
		value->valuestring = strdup(name);
}

struct cJSON *view_info(const char *subnet)
{
	struct cJSON *info = go_mark(cJSON_CreateObject(), GO_STRUCT);
	char time[48];

	name_type(info, "system.info");
	go_text(info, "ID", "");
	add_containers(info);
	add_images(info);
	go_text(info, "Driver", view_graph_name);
	go_zeros(info, "DriverStatus=S");
	add_plugins(info);
	view_add_limit_kinds(info);
	go_bool(info, "IPv4Forwarding", true);
	go_zeros(info, "BridgeNfIptables=b BridgeNfIp6tables=b Debug=b NFd=i");
	view_add_oom_kill_disable(info);
	go_zeros(info, "NGoroutines=i");
	view_add_time(info, "SystemTime", system_time(time));
	go_text(info, "LoggingDriver", configuration("log-driver", "json-file"));
	view_add_cgroup_version(info);
	go_zeros(info, "NEventsListener=i");
	add_machine(info);
	go_zeros(info, "GenericResources=S");
	go_text(info, "DockerRootDir", store_path(STORE_STATE));
	go_zeros(info, "HttpProxy=s HttpsProxy=s NoProxy=s");
	go_text(info, "Name", machine_name());
	go_zeros(info, "Labels=E ExperimentalBuild=b");
	go_text(info, "ServerVersion", LINKBOX_VERSION);
	go_zeros(info, "Runtimes=m DefaultRuntime=s");
	add_swarm(info);
	go_zeros(info, "LiveRestoreEnabled=b Isolation=s InitBinary=s SecurityOptions=E Warnings=S");
	add_client(info);
	go_text(info, "Path", places_list());
	go_text(info, "RunDir", store_path(STORE_RUN));
	go_text(info, "Configuration", configuration_file());
	go_text(info, "Provision", configuration_provision());
	go_text(info, "Subnet", subnet);
	go_text(info, "Addresses", configuration("addresses", "leased"));
	go_text(info, "Ports", configuration("ports", "49153-65535"));
	go_text(info, "Open", configuration("open", "no"));
	go_text(info, "Userns", configuration("userns", "host"));
	go_text(info, "Ephemeral", configuration("ephemeral", "no"));
	go_text(info, "ImageMaxSize", configuration("image-max-size", "0"));
	return info;
}
