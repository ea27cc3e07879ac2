/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/fail.h"
#include "show/template/go_value.h"
#include "show/size.h"
#include "show/stats_context.h"

static const char unknown[] = "--";

static void add_percent(struct cJSON *context, const char *name, long long part, long long whole)
{
	char text[32];

	snprintf(text, sizeof text, "%.2f%%", whole > 0 ? (double)part / (double)whole * 100 : 0.0);
	go_text(context, name, part == USAGE_UNKNOWN ? unknown : text);
}

/* "1.2MB / 3kB" */
static void add_pair(struct cJSON *context, const char *name, long long one, long long other,
		     const char *(*write)(unsigned long long bytes, char text[SIZE_LENGTH]))
{
	char first[SIZE_LENGTH], second[SIZE_LENGTH], text[2 * SIZE_LENGTH + 3];

	snprintf(text, sizeof text, "%s / %s", one == USAGE_UNKNOWN ? unknown : write((unsigned long long)one, first),
		 other == USAGE_UNKNOWN ? unknown : write((unsigned long long)other, second));
	go_text(context, name, one == USAGE_UNKNOWN && other == USAGE_UNKNOWN ? unknown : text);
}

/* Of one processor: two that are busy make 200%. */
static void add_cpu(struct cJSON *context, const struct stats *stats)
{
	long long used = stats->now.cpu - stats->before.cpu;

	if (stats->now.cpu == USAGE_UNKNOWN || stats->before.cpu == USAGE_UNKNOWN)
		used = USAGE_UNKNOWN;
	else if (used < 0)
		used = 0;
	add_percent(context, "CPUPerc", used, stats->now.taken - stats->before.taken);
}

struct cJSON *stats_context(const struct stats *stats)
{
	struct cJSON *context = go_mark(cJSON_CreateObject(), GO_STRUCT | GO_METHODS);
	const struct usage *now = &stats->now;
	char pids[24];

	if (!context) {
		fail("show what containers use: %m");
		return NULL;
	}
	context->valuestring = strdup("*container.statsContext");
	snprintf(pids, sizeof pids, "%lld", now->pids);
	/* In the order of their names, as {{json .}} gives them. */
	add_pair(context, "BlockIO", now->read, now->written, size_of);
	add_cpu(context, stats);
	go_text(context, "Container", stats->typed);
	go_text(context, "ID", stats->id);
	add_percent(context, "MemPerc", now->memory, now->memory_limit);
	add_pair(context, "MemUsage", now->memory, now->memory_limit, size_of_memory);
	go_text(context, "Name", stats->name);
	add_pair(context, "NetIO", now->received, now->sent, size_of);
	go_text(context, "PIDs", now->pids == USAGE_UNKNOWN ? unknown : pids);
	return context;
}

struct cJSON *stats_context_header(void)
{
	static const char *const names[][2] = {
		{ "BlockIO", "BLOCK I/O" }, { "CPUPerc", "CPU %" }, { "Container", "CONTAINER" },
		{ "ID", "CONTAINER ID" }, { "MemPerc", "MEM %" }, { "MemUsage", "MEM USAGE / LIMIT" },
		{ "Name", "NAME" }, { "NetIO", "NET I/O" }, { "PIDs", "PIDS" },
	};
	struct cJSON *header = go_mark(cJSON_CreateObject(), GO_STRUCT | GO_METHODS);

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		go_text(header, names[i][0], names[i][1]);
	return header;
}

void stats_context_free(struct cJSON *context)
{
	cJSON_Delete(context);
}
