/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/auto.h"
#include "show/template/go_value.h"
#include "show/view/view_limits.h"

/* One that is absent is 0, or "". */
static void add_number(struct cJSON *config, const char *name, const struct record *container, const char *key)
{
	go_number(config, name, record_number(container, key, 0));
}

static void add_text(struct cJSON *config, const char *name, const struct record *container, const char *key)
{
	go_text(config, name, record_get(container, key));
}

/* One that may be nil. */
static void add_pointer(struct cJSON *config, const char *name, const struct record *container, const char *key)
{
	long long number = record_number(container, key, -1);

	if (number < 0) {
		go_nil(config, name, GO_POINTER);
		return;
	}
	go_number(config, name, number);
	go_mark_last(config, GO_POINTER);
}

/* "/dev/ttyUSB0 TAB /dev/modem TAB rw" */
static void add_devices(struct cJSON *config, const struct record *container)
{
	struct cJSON *devices = cJSON_AddArrayToObject(config, "Devices");

	for (const char *line = NULL; (line = record_next(container, "device", line));) {
		struct cJSON *device = go_mark(cJSON_CreateObject(), GO_STRUCT);
		autofree char *copy = strdup(line);
		char *place = copy ? strchr(copy, '\t') : NULL, *access = place ? strchr(place + 1, '\t') : NULL;

		if (!access) {
			cJSON_Delete(device);
			continue;
		}
		*place = *access = '\0';
		go_text(device, "PathOnHost", copy);
		go_text(device, "PathInContainer", place + 1);
		go_text(device, "CgroupPermissions", access + 1);
		cJSON_AddItemToArray(devices, device);
	}
}

/* "nofile 1024 2048" */
static void add_ulimits(struct cJSON *config, const struct record *container)
{
	struct cJSON *limits;

	if (!record_get(container, "ulimit")) {
		go_nil(config, "Ulimits", GO_SLICE);
		return;
	}
	limits = cJSON_AddArrayToObject(config, "Ulimits");
	for (const char *line = NULL; (line = record_next(container, "ulimit", line));) {
		struct cJSON *limit;
		char name[16];
		long long soft, hard;

		if (sscanf(line, "%15s %lld %lld", name, &soft, &hard) != 3)
			continue;
		limit = go_mark(cJSON_CreateObject(), GO_STRUCT | GO_POINTER);
		go_text(limit, "Name", name);
		go_number(limit, "Hard", hard);
		go_number(limit, "Soft", soft);
		cJSON_AddItemToArray(limits, limit);
	}
}

static void add_memory(struct cJSON *config, const struct record *container)
{
	long long memory = record_number(container, "memory", 0);

	add_number(config, "MemoryReservation", container, "memory_reservation");
	/* What is in force where nothing is said of swap. */
	go_number(config, "MemorySwap", record_number(container, "memory_swap", memory > 0 ? 2 * memory : 0));
	add_pointer(config, "MemorySwappiness", container, "memory_swappiness");
	go_bool(config, "OomKillDisable", record_get(container, "oom_kill_disable"));
	go_mark_last(config, GO_POINTER);
}

void view_add_limits(struct cJSON *config, const struct record *container)
{
	long long pids = record_number(container, "pids_limit", -1);

	add_number(config, "CpuShares", container, "cpu_shares");
	add_number(config, "Memory", container, "memory");
	add_number(config, "NanoCpus", container, "cpus");
	add_text(config, "CgroupParent", container, "cgroup_parent");
	add_number(config, "BlkioWeight", container, "blkio_weight");
	go_zeros(config, "BlkioWeightDevice=E BlkioDeviceReadBps=S BlkioDeviceWriteBps=S BlkioDeviceReadIOps=S "
		 "BlkioDeviceWriteIOps=S");
	add_number(config, "CpuPeriod", container, "cpu_period");
	add_number(config, "CpuQuota", container, "cpu_quota");
	go_zeros(config, "CpuRealtimePeriod=i CpuRealtimeRuntime=i");
	add_text(config, "CpusetCpus", container, "cpuset_cpus");
	add_text(config, "CpusetMems", container, "cpuset_mems");
	add_devices(config, container);
	go_list(config, "DeviceCgroupRules", container, "device_cgroup_rule", GO_SLICE);
	go_zeros(config, "DeviceRequests=S KernelMemory=i KernelMemoryTCP=i");
	add_memory(config, container);
	add_pointer(config, "PidsLimit", container, pids > 0 ? "pids_limit" : "");
	add_ulimits(config, container);
	go_zeros(config, "CpuCount=i CpuPercent=i IOMaximumIOps=i IOMaximumBandwidth=i");
}
