/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <cjson/cJSON.h>

#include "base/auto.h"
#include "base/record.h"
#include "show/template/go_value.h"

bool go_has(const struct cJSON *value, enum go_mark mark)
{
	return value && value->type & (int)mark;
}

struct cJSON *go_mark(struct cJSON *value, int marks)
{
	if (value)
		value->type |= marks;
	return value;
}

struct cJSON *go_struct(struct cJSON *object, const char *name, int marks)
{
	return go_mark(cJSON_AddObjectToObject(object, name), GO_STRUCT | marks);
}

struct cJSON *go_nil(struct cJSON *object, const char *name, int marks)
{
	return go_mark(cJSON_AddNullToObject(object, name), marks);
}

void go_text(struct cJSON *object, const char *name, const char *text)
{
	cJSON_AddStringToObject(object, name, text ? text : "");
}

void go_bool(struct cJSON *object, const char *name, bool value)
{
	cJSON_AddBoolToObject(object, name, value);
}

void go_number(struct cJSON *object, const char *name, long long number)
{
	cJSON_AddNumberToObject(object, name, (double)number);
}

void go_mark_last(struct cJSON *object, int marks)
{
	if (object && object->child)
		go_mark(object->child->prev, marks);
}

static void add_zero(struct cJSON *object, const char *name, char kind)
{
	switch (kind) {
	case 'b': go_bool(object, name, false); break;
	case 'i': go_number(object, name, 0); break;
	case 's': go_text(object, name, ""); break;
	case 'S': go_nil(object, name, GO_SLICE); break;
	case 'M': go_nil(object, name, GO_MAP); break;
	case 'P': go_nil(object, name, GO_POINTER); break;
	case 'E': cJSON_AddArrayToObject(object, name); break;
	case 'm': cJSON_AddObjectToObject(object, name); break;
	}
}

void go_zeros(struct cJSON *object, const char *names)
{
	char name[32], kind, omitted;
	int length;

	while (sscanf(names, " %31[^=]=%c%n", name, &kind, &length) == 2) {
		names += length;
		omitted = *names == '?';
		names += omitted;
		add_zero(object, name, kind);
		if (omitted)
			go_mark_last(object, GO_OMITTED);
	}
}

struct cJSON *go_list(struct cJSON *object, const char *name, const struct record *record, const char *key,
                      int otherwise)
{
	struct cJSON *list;

	if (!record_get(record, key) && otherwise)
		return go_nil(object, name, otherwise);
	list = cJSON_AddArrayToObject(object, name);
	for (const char *value = NULL; (value = record_next(record, key, value));)
		cJSON_AddItemToArray(list, cJSON_CreateString(value));
	return list;
}

/* Where Go's name of a field isn't its name in the JSON. */
static const char *const renamed[][2] = {
	{ "CPUCount", "CpuCount" },     { "CPUPercent", "CpuPercent" },
	{ "CPUPeriod", "CpuPeriod" },   { "CPUQuota", "CpuQuota" },
	{ "CPUShares", "CpuShares" },   { "CPURealtimePeriod", "CpuRealtimePeriod" },
	{ "DNS", "Dns" },               { "CPURealtimeRuntime", "CpuRealtimeRuntime" },
	{ "DNSOptions", "DnsOptions" }, { "DNSSearch", "DnsSearch" },
	{ "HostIP", "HostIp" },         { "ID", "Id" },
	{ "NanoCPUs", "NanoCpus" },     { "APIVersion", "ApiVersion" },
	{ "CPUCfsPeriod", "CpuCfsPeriod" }, { "CPUCfsQuota", "CpuCfsQuota" },
};

/* Go's names begin with a capital, whatever the JSON has: "TimeNano" is "timeNano". */
static const struct cJSON *find_lower(const struct cJSON *object, const char *name)
{
	for (const struct cJSON *child = object->child; child; child = child->next)
		if (islower((unsigned char)*child->string) && strcasecmp(child->string, name) == 0)
			return child;
	return NULL;
}

static const struct cJSON *find_in_go(const struct cJSON *object, const char *name)
{
	const struct cJSON *field;

	if (islower((unsigned char)*name))
		return NULL;
	for (size_t i = 0; i < sizeof renamed / sizeof renamed[0]; i++)
		if (strcmp(renamed[i][1], name) == 0)
			return NULL;
	field = cJSON_GetObjectItemCaseSensitive(object, name);
	for (size_t i = 0; !field && i < sizeof renamed / sizeof renamed[0]; i++)
		if (strcmp(renamed[i][0], name) == 0)
			field = cJSON_GetObjectItemCaseSensitive(object, renamed[i][1]);
	return field ? field : find_lower(object, name);
}

const struct cJSON *go_field(const struct cJSON *object, const char *name)
{
	if (go_has(object, GO_STRUCT) && !go_has(object, GO_METHODS))
		return find_in_go(object, name);
	return cJSON_GetObjectItemCaseSensitive(object, name);
}

static int compare(const void *one, const void *other)
{
	return strcmp((*(struct cJSON *const *)one)->string, (*(struct cJSON *const *)other)->string);
}

void go_sort(struct cJSON *map)
{
	size_t count = (size_t)cJSON_GetArraySize(map), filled = 0;
	autofree struct cJSON **sorted = calloc(count + 1, sizeof *sorted);

	if (!sorted || count < 2)
		return;
	for (struct cJSON *child = map->child; child; child = child->next)
		sorted[filled++] = child;
	qsort(sorted, count, sizeof *sorted, compare);
	for (size_t i = 0; i < count; i++) {
		sorted[i]->next = sorted[i + 1];
		sorted[i]->prev = sorted[i ? i - 1 : count - 1];
	}
	map->child = sorted[0];
}

static void forget_number(struct cJSON *value)
{
	char *text = cJSON_PrintUnformatted(value);

	if (text)
		*value = (struct cJSON){ .next = value->next, .prev = value->prev, .string = value->string,
		                         .type = cJSON_String | GO_NUMBER | GO_DYNAMIC, .valuestring = text };
}

static void forget_child(struct cJSON *child)
{
	go_forget(child);
	go_mark(child, GO_HELD);
}

void go_forget(struct cJSON *value)
{
	struct cJSON *next;

	for (struct cJSON *child = value->child; child; child = next) {
		next = child->next;
		if (go_has(child, GO_OMITTED))
			cJSON_Delete(cJSON_DetachItemViaPointer(value, child));
		else
			forget_child(child);
	}
	value->type &= 0xfff;
	value->type |= GO_DYNAMIC;
	if (cJSON_IsNumber(value))
		forget_number(value);
	if (cJSON_IsObject(value))
		go_sort(value);
}
