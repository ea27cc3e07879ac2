/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/auto.h"
#include "base/limits.h"
#include "base/text.h"
#include "show/go_value.h"
#include "show/view_host_config.h"
#include "store/leases.h"
#include "store/port.h"

enum { SHARED_MEMORY = 64 << 20 };

static void add_text(struct cJSON *list, const char *text)
{
	cJSON_AddItemToArray(list, cJSON_CreateString(text));
}

/* "-v /data:/srv:ro", from "ro TAB /data TAB /srv". */
static void add_binds(struct cJSON *config, const struct record *container)
{
	struct cJSON *binds;
	char text[8192];

	if (!record_get(container, "bind")) {
		go_zeros(config, "Binds=S");
		return;
	}
	binds = cJSON_AddArrayToObject(config, "Binds");
	for (const char *bind = NULL; (bind = record_next(container, "bind", bind));) {
		const char *source = strchr(bind, '\t'), *target = source ? strchr(source + 1, '\t') : NULL;

		if (!target)
			continue;
		snprintf(text, sizeof text, "%.*s:%s%s", (int)(target - source - 1), source + 1, target + 1,
		         text_starts(bind, "ro") ? ":ro" : "");
		add_text(binds, text);
	}
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

static void add_policies(struct cJSON *config, const struct record *container)
{
	struct cJSON *log = go_struct(config, "LogConfig", 0), *restart;
	const char *network = record_get(container, "network");

	go_text(log, "Type", "json-file");
	cJSON_AddObjectToObject(log, "Config");
	go_text(config, "NetworkMode", network && strcmp(network, "bridge") != 0 ? network : "default");
	add_port_bindings(config, container);
	restart = go_struct(config, "RestartPolicy", 0);
	go_text(restart, "Name", "no");
	go_number(restart, "MaximumRetryCount", 0);
	go_bool(config, "AutoRemove", record_get(container, "auto_remove"));
}

static void add_list(struct cJSON *config, const char *name, const char *const *values)
{
	struct cJSON *list = cJSON_AddArrayToObject(config, name);

	while (*values)
		add_text(list, *values++);
}

/* What runtimes of containers hide of /proc and /sys. */
static void add_hidden_paths(struct cJSON *config)
{
	static const char *const masked[] = {
		"/proc/asound", "/proc/acpi", "/proc/kcore", "/proc/keys", "/proc/latency_stats",
		"/proc/timer_list", "/proc/timer_stats", "/proc/sched_debug", "/proc/scsi", "/sys/firmware", NULL
	};
	static const char *const read_only[] = {
		"/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger", NULL
	};

	add_list(config, "MaskedPaths", masked);
	add_list(config, "ReadonlyPaths", read_only);
}

static void add_resources(struct cJSON *config)
{
	go_zeros(config, "CpuShares=i Memory=i NanoCpus=i CgroupParent=s BlkioWeight=i BlkioWeightDevice=E "
	         "BlkioDeviceReadBps=S BlkioDeviceWriteBps=S BlkioDeviceReadIOps=S BlkioDeviceWriteIOps=S "
	         "CpuPeriod=i CpuQuota=i CpuRealtimePeriod=i CpuRealtimeRuntime=i CpusetCpus=s CpusetMems=s "
	         "Devices=E DeviceCgroupRules=S DeviceRequests=S KernelMemory=i KernelMemoryTCP=i "
	         "MemoryReservation=i MemorySwap=i MemorySwappiness=P OomKillDisable=b");
	go_mark_last(config, GO_POINTER);
	go_zeros(config, "PidsLimit=P Ulimits=S CpuCount=i CpuPercent=i IOMaximumIOps=i IOMaximumBandwidth=i "
	         "Mounts=S?");
}

void view_add_host_config(struct cJSON *view, const struct record *container, const char *name)
{
	struct cJSON *config = go_struct(view, "HostConfig", GO_POINTER), *size;

	add_binds(config, container);
	go_zeros(config, "ContainerIDFile=s");
	add_policies(config, container);
	go_zeros(config, "VolumeDriver=s VolumesFrom=S CapAdd=S CapDrop=S");
	go_text(config, "CgroupnsMode", "private");
	go_list(config, "Dns", container, "dns", 0);
	go_list(config, "DnsOptions", container, "dns_opt", 0);
	go_list(config, "DnsSearch", container, "dns_search", 0);
	go_list(config, "ExtraHosts", container, "add_host", GO_SLICE);
	go_zeros(config, "GroupAdd=S");
	go_text(config, "IpcMode", "private");
	go_zeros(config, "Cgroup=s");
	add_links(config, container, name);
	go_zeros(config, "OomScoreAdj=i PidMode=s Privileged=b");
	go_bool(config, "PublishAllPorts", record_get(container, "publish_all"));
	go_bool(config, "ReadonlyRootfs", record_get(container, "read_only"));
	go_zeros(config, "SecurityOpt=S StorageOpt=M?");
	add_tmpfs(config, container);
	go_zeros(config, "UTSMode=s UsernsMode=s");
	go_number(config, "ShmSize", SHARED_MEMORY);
	go_zeros(config, "Sysctls=M?");
	go_text(config, "Runtime", "linkbox");
	size = cJSON_AddArrayToObject(config, "ConsoleSize");
	cJSON_AddItemToArray(size, cJSON_CreateNumber(0));
	cJSON_AddItemToArray(size, cJSON_CreateNumber(0));
	go_zeros(config, "Isolation=s");
	add_resources(config);
	add_hidden_paths(config);
	if (record_get(container, "init"))
		go_bool(config, "Init", true);
	else
		go_zeros(config, "Init=P?");
}
