/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <sys/utsname.h>

#include <cjson/cJSON.h>

#include "show/template/go_value.h"
#include "show/view/view_version.h"
#include "store/image/image_platform.h"

/* Of Docker 20.10, whose behaviour is ours. */
static const char api[] = "1.41", least_api[] = "1.12";

static void name_type(struct cJSON *value, const char *name)
{
	if (value)
		value->valuestring = strdup(name);
}

static void add_platform(struct cJSON *side)
{
	go_zeros(go_struct(side, "Platform", 0), "Name=s");
}

static void add_client(struct cJSON *version)
{
	struct cJSON *client = go_struct(version, "Client", 0);

	name_type(client, "system.clientVersion");
	add_platform(client);
	go_text(client, "Version", LINKBOX_VERSION);
	go_text(client, "ApiVersion", api);
	go_text(client, "DefaultAPIVersion", api);
	go_zeros(client, "GitCommit=s GoVersion=s");
	go_text(client, "Os", "linux");
	go_text(client, "Arch", image_platform());
	go_zeros(client, "BuildTime=s");
	go_text(client, "Context", "default");
	go_zeros(client, "Experimental=b");
	go_text(client, "CJSONVersion", cJSON_Version());
}

static void add_components(struct cJSON *server, const char *kernel)
{
	struct cJSON *components = cJSON_AddArrayToObject(server, "Components");
	struct cJSON *engine = go_mark(cJSON_CreateObject(), GO_STRUCT), *details;

	go_text(engine, "Name", "Engine");
	go_text(engine, "Version", LINKBOX_VERSION);
	details = cJSON_AddObjectToObject(engine, "Details");
	go_text(details, "ApiVersion", api);
	go_text(details, "Arch", image_platform());
	go_text(details, "KernelVersion", kernel);
	go_text(details, "MinAPIVersion", least_api);
	go_text(details, "Os", "linux");
	cJSON_AddItemToArray(components, engine);
}

/* Docker has a client and a server; here both are this program. */
static void add_server(struct cJSON *version)
{
	struct cJSON *server = go_mark(cJSON_AddObjectToObject(version, "Server"), GO_STRUCT | GO_POINTER);
	struct utsname kernel;

	uname(&kernel);
	name_type(server, "types.Version");
	add_platform(server);
	add_components(server, kernel.release);
	go_text(server, "Version", LINKBOX_VERSION);
	go_text(server, "ApiVersion", api);
	go_text(server, "MinAPIVersion", least_api);
	go_zeros(server, "GitCommit=s GoVersion=s");
	go_text(server, "Os", "linux");
	go_text(server, "Arch", image_platform());
	go_text(server, "KernelVersion", kernel.release);
	go_zeros(server, "Experimental=b? BuildTime=s?");
}

struct cJSON *view_version(void)
{
	struct cJSON *version = go_mark(cJSON_CreateObject(), GO_STRUCT);

	name_type(version, "system.versionInfo");
	add_client(version);
	add_server(version);
	return version;
}
