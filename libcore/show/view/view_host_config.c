/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/auto.h"
#include "base/limits.h"
#include "base/text.h"
#include "show/template/go_value.h"
#include "show/view/view_host_config.h"
#include "show/view/view_limits.h"
#include "show/view/view_mount_options.h"
#include "store/leases.h"
#include "store/log/log_options.h"
#include "store/port.h"

static void add_text(struct cJSON *list, const char *text)
{
	cJSON_AddItemToArray(list, cJSON_CreateString(text));
}

/* The list of a port, if a line before this one, whose first port `own` is, has made it already. */
static struct cJSON *find_binding(struct cJSON *bindings, const struct cJSON *own, const char *key)
{
	for (struct cJSON *list = bindings ? bindings->child : NULL; list && list != own; list = list->next)
		if (strcmp(list->string, key) == 0)
			return list;
	return NULL;
}

static void add_binding(struct cJSON *list, const struct publication *asked, unsigned port)
{
	struct cJSON *binding = go_mark(cJSON_CreateObject(), GO_STRUCT);
	char host[16] = "";

	if (asked->host_first && asked->port.first == asked->port.last && asked->host_first != asked->host_last)
		snprintf(host, sizeof host, "%u-%u", asked->host_first, asked->host_last);
	else if (asked->host_first)
		snprintf(host, sizeof host, "%u", asked->host_first + port - asked->port.first);
	go_text(binding, "HostIp", asked->address_given ? text_of_address(asked->address) : "");
	go_text(binding, "HostPort", host);
	cJSON_AddItemToArray(list, binding);
}

static void add_port_bindings(struct cJSON *config, const struct record *container)
{
	struct cJSON *bindings = go_mark(cJSON_AddObjectToObject(config, "PortBindings"), GO_KEYED);
	struct publication asked;
	char key[16];

	for (const char *line = NULL; (line = record_next(container, "publish", line));) {
		const struct cJSON *own = NULL;

		if (port_read_publication(line, &asked) < 0)
			continue;
		for (unsigned port = asked.port.first; port <= asked.port.last; port++) {
			struct cJSON *list;

			snprintf(key, sizeof key, "%u/%s", port, port_protocol(asked.port.udp));
			list = find_binding(bindings, own, key);
			if (!list) {
				list = cJSON_AddArrayToObject(bindings, key);
				own = own ? own : list;
			}
			add_binding(list, &asked, port);
		}
	}
	go_sort(bindings);
}

/* "/db:/web/alias": the source under the name that it has now. */
static void add_links(struct cJSON *config, const struct record *container, const char *name)
{
	struct cJSON *links;
	char text[2 * NAME_LENGTH + ALIAS_LENGTH + 8], lease_id[ID_LENGTH + 1], alias[ALIAS_LENGTH + 1];
	char typed[NAME_LENGTH + 1];

	if (!record_get(container, "link")) {
		go_zeros(config, "Links=S");
		return;
	}
	links = cJSON_AddArrayToObject(config, "Links");
	for (const char *link = NULL; (link = record_next(container, "link", link));) {
		autorecord struct record lease = { 0 };
		const char *source = NULL;

		if (sscanf(link, "%64s %63s %255s", lease_id, alias, typed) != 3)
			continue;
		if (lease_load(&lease, lease_id) == 0)
			source = record_get(&lease, "name");
		snprintf(text, sizeof text, "/%s:%s/%s", source ? source : typed, name, alias);
		add_text(links, text);
	}
}

static void add_tmpfs(struct cJSON *config, const struct record *container)
{
	struct cJSON *mounts;
	char target[4096];

	if (!record_get(container, "tmpfs")) {
		go_zeros(config, "Tmpfs=M?");
		return;
	}
	mounts = cJSON_AddObjectToObject(config, "Tmpfs");
	for (const char *tmpfs = NULL; (tmpfs = record_next(container, "tmpfs", tmpfs));) {
		const char *given = strchr(tmpfs, ':');

		snprintf(target, sizeof target, "%.*s", (int)strcspn(tmpfs, ":"), tmpfs);
		go_text(mounts, target, given ? given + 1 : "");
	}
	go_sort(mounts);
}

static void add_log(struct cJSON *host_config, const struct record *container)
{
	struct cJSON *log = go_struct(host_config, "LogConfig", 0), *config;
	char name[64];

	go_text(log, "Type", log_options_driver(container));
	config = cJSON_AddObjectToObject(log, "Config");
	for (const char *option = NULL; (option = record_next(container, "log_opt", option));) {
		snprintf(name, sizeof name, "%.*s", (int)strcspn(option, "="), option);
		cJSON_DeleteItemFromObject(config, name);
		go_text(config, name, strchr(option, '=') + 1);
	}
	go_sort(config);
}

static void add_policies(struct cJSON *config, const struct record *container)
{
	struct cJSON *restart;
	const char *network = record_get(container, "network"), *policy = record_get(container, "restart"), *count;
	char name[16];

	policy = policy ? policy : "no";
	count = strchr(policy, ':');
	add_log(config, container);
	go_text(config, "NetworkMode", network && strcmp(network, "bridge") != 0 ? network : "default");
	add_port_bindings(config, container);
	restart = go_struct(config, "RestartPolicy", 0);
	snprintf(name, sizeof name, "%.*s", (int)strcspn(policy, ":"), policy);
	go_text(restart, "Name", name);
	go_number(restart, "MaximumRetryCount", count ? strtol(count + 1, NULL, 10) : 0);
	go_bool(config, "AutoRemove", record_get(container, "auto_remove"));
}

static void add_list(struct cJSON *config, const char *name, const char *const *values)
{
	struct cJSON *list = cJSON_AddArrayToObject(config, name);

	while (*values)
		add_text(list, *values++);
}

/* Docker notes that a privileged container is not labelled either. */
static void add_security_options(struct cJSON *config, const struct record *container)
{
	if (record_get(container, "privileged") && !record_get(container, "security_opt"))
		add_text(cJSON_AddArrayToObject(config, "SecurityOpt"), "label=disable");
	else
		go_list(config, "SecurityOpt", container, "security_opt", GO_SLICE);
}

/* What runtimes of containers hide of /proc and /sys. */
static void add_hidden_paths(struct cJSON *config, const struct record *container)
{
	static const char *const masked[] = {
		"/proc/asound", "/proc/acpi", "/proc/kcore", "/proc/keys", "/proc/latency_stats",
		"/proc/timer_list", "/proc/timer_stats", "/proc/sched_debug", "/proc/scsi", "/sys/firmware", NULL
	};
	static const char *const read_only[] = {
		"/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger", NULL
	};

	if (record_get(container, "privileged")) {
		go_zeros(config, "MaskedPaths=S ReadonlyPaths=S");
		return;
	}
	add_list(config, "MaskedPaths", masked);
	add_list(config, "ReadonlyPaths", read_only);
}

static void add_mode(struct cJSON *config, const char *name, const struct record *container, const char *key,
                     const char *otherwise)
{
	const char *mode = record_get(container, key);

	go_text(config, name, mode ? mode : otherwise);
}

/* As Podman shows them: "0:2013265920:65536". */
static void add_ids(struct cJSON *config, const struct record *container)
{
	static const char *const maps[] = { "UidMap", "GidMap" };
	const char *first = record_get(container, "first_id");
	struct cJSON *ids = first ? go_struct(config, "IDMappings", 0) : NULL;
	char text[32];

	if (!first)
		return;
	snprintf(text, sizeof text, "0:%.10s:65536", first);
	for (int i = 0; i < 2; i++)
		cJSON_AddItemToArray(cJSON_AddArrayToObject(ids, maps[i]), cJSON_CreateString(text));
}

static void add_sysctls(struct cJSON *config, const struct record *container)
{
	struct cJSON *settings;

	if (!record_get(container, "sysctl")) {
		go_zeros(config, "Sysctls=M?");
		return;
	}
	settings = cJSON_AddObjectToObject(config, "Sysctls");
	for (const char *line = NULL; (line = record_next(container, "sysctl", line));) {
		autofree char *name = strndup(line, strcspn(line, "="));

		cJSON_DeleteItemFromObjectCaseSensitive(settings, name);
		go_text(settings, name ? name : "", strchr(line, '=') + 1);
	}
	go_sort(settings);
}

void view_add_host_config(struct cJSON *view, const struct record *container, const char *name)
{
	struct cJSON *config = go_struct(view, "HostConfig", GO_POINTER), *size;

	go_list(config, "Binds", container, "volume_typed", GO_SLICE);
	go_zeros(config, "ContainerIDFile=s");
	add_policies(config, container);
	go_zeros(config, "VolumeDriver=s");
	go_list(config, "VolumesFrom", container, "volumes_from", GO_SLICE);
	go_list(config, "CapAdd", container, "cap_add", GO_SLICE);
	go_list(config, "CapDrop", container, "cap_drop", GO_SLICE);
	go_text(config, "CgroupnsMode", "private");
	go_list(config, "Dns", container, "dns", 0);
	go_list(config, "DnsOptions", container, "dns_opt", 0);
	go_list(config, "DnsSearch", container, "dns_search", 0);
	go_list(config, "ExtraHosts", container, "add_host", GO_SLICE);
	go_list(config, "GroupAdd", container, "group_add", GO_SLICE);
	add_mode(config, "IpcMode", container, "ipc", "private");
	go_zeros(config, "Cgroup=s");
	add_links(config, container, name);
	if (record_get(container, "link_wait"))
		go_list(config, "LinkWait", container, "link_wait", GO_SLICE);
	if (record_get(container, "ephemeral"))
		go_bool(config, "Ephemeral", true);
	if (record_get(container, "restart_unhealthy"))
		go_bool(config, "RestartUnhealthy", true);
	go_number(config, "OomScoreAdj", record_number(container, "oom_score_adj", 0));
	add_mode(config, "PidMode", container, "pid", "");
	go_bool(config, "Privileged", record_get(container, "privileged"));
	go_bool(config, "PublishAllPorts", record_get(container, "publish_all"));
	go_bool(config, "ReadonlyRootfs", record_get(container, "read_only"));
	add_security_options(config, container);
	go_zeros(config, "StorageOpt=M?");
	add_tmpfs(config, container);
	add_mode(config, "UTSMode", container, "uts", "");
	add_mode(config, "UsernsMode", container, "userns", "");
	add_ids(config, container);
	go_number(config, "ShmSize", record_number(container, "shm_size", SHARED_MEMORY));
	add_sysctls(config, container);
	go_text(config, "Runtime", "linkbox");
	size = cJSON_AddArrayToObject(config, "ConsoleSize");
	cJSON_AddItemToArray(size, cJSON_CreateNumber(0));
	cJSON_AddItemToArray(size, cJSON_CreateNumber(0));
	go_zeros(config, "Isolation=s");
	view_add_limits(config, container);
	view_add_mount_options(config, container);
	add_hidden_paths(config, container);
	if (record_get(container, "init"))
		go_bool(config, "Init", true);
	else
		go_zeros(config, "Init=P?");
}
