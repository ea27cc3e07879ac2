/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cjson/cJSON.h>

#include "base/auto.h"
#include "base/fail.h"
#include "show/age.h"
#include "show/template/go_value.h"
#include "show/history_context.h"
#include "show/layer_size.h"
#include "show/size.h"
#include "store/image/image_history.h"

enum { COLUMNS = 45 };   /* of CREATED BY */

/* Where the character after `count` of them begins, in UTF-8. */
static size_t length_of(const char *text, int count)
{
	size_t at = 0;

	while (text[at] && count--)
		for (at++; ((unsigned char)text[at] & 0xc0) == 0x80;)
			at++;
	return at;
}

static void add_command(struct cJSON *context, const char *text, bool whole)
{
	size_t cut = length_of(text, COLUMNS - 1), all = length_of(text, COLUMNS);
	char *shown = NULL;

	if (asprintf(&shown, "%.*s%s", (int)(whole || !text[all] ? strlen(text) : cut), text,
		     whole || !text[all] ? "" : "…") < 0)
		return;
	for (char *tab = shown; (tab = strchr(tab, '\t'));)
		*tab = ' ';
	go_text(context, "CreatedBy", shown);
	free(shown);
}

/* RFC 3339, local time. */
static void write_date(long long seconds, char date[AGE_DATE_LENGTH])
{
	time_t then = (time_t)seconds;
	struct tm parts;
	char zone[8];

	localtime_r(&then, &parts);
	strftime(zone, sizeof zone, "%z", &parts);
	strftime(date, AGE_DATE_LENGTH - 8, "%Y-%m-%dT%H:%M:%S", &parts);
	if (strcmp(zone, "+0000") == 0)
		strcat(date, "Z");
	else
		snprintf(date + strlen(date), 8, "%.3s:%.2s", zone, zone + 3);
}

static void write_ago(long long seconds, char ago[AGE_DATE_LENGTH])
{
	char age[AGE_LENGTH], stamp[32];

	snprintf(stamp, sizeof stamp, "%lld", seconds);
	snprintf(ago, AGE_DATE_LENGTH, "%s ago", age_of(age_since(stamp), age));
}

struct cJSON *history_context(const struct image_step *step, bool whole, bool human)
{
	struct cJSON *context = go_mark(cJSON_CreateObject(), GO_STRUCT | GO_METHODS);
	unsigned long long bytes = step->layer ? layer_size(step->layer) : 0;
	char id[ID_LENGTH + 8], size[SIZE_LENGTH], date[AGE_DATE_LENGTH], ago[AGE_DATE_LENGTH];

	if (!context) {
		fail("show the history: %m");
		return NULL;
	}
	context->valuestring = strdup("*image.historyContext");
	/* In the order of their names, as {{json .}} gives them. */
	go_text(context, "Comment", step->comment);
	write_date(step->created, date);
	write_ago(step->created, ago);
	go_text(context, "CreatedAt", date);
	add_command(context, step->created_by, whole);
	go_text(context, "CreatedSince", human ? ago : date);
	snprintf(id, sizeof id, whole ? "sha256:%s" : "%.12s", step->id);
	go_text(context, "ID", *step->id ? id : "<missing>");
	if (human)
		size_of(bytes, size);
	else
		snprintf(size, sizeof size, "%llu", bytes);
	go_text(context, "Size", size);
	return context;
}

struct cJSON *history_context_header(void)
{
	static const char *const names[][2] = {
		{ "Comment", "COMMENT" },      { "CreatedAt", "CREATED AT" }, { "CreatedBy", "CREATED BY" },
		{ "CreatedSince", "CREATED" }, { "ID", "IMAGE" },             { "Size", "SIZE" },
	};
	struct cJSON *header = go_mark(cJSON_CreateObject(), GO_STRUCT | GO_METHODS);

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		go_text(header, names[i][0], names[i][1]);
	return header;
}

void history_context_free(struct cJSON *context)
{
	cJSON_Delete(context);
}
