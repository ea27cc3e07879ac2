/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <string.h>
#include <time.h>

#include <cjson/cJSON.h>

#include "show/template/go_value.h"
#include "show/view/view_event.h"
#include "store/event.h"

enum { SECOND = 1000000000 };

static void write_time(FILE *out, uint64_t time)
{
	time_t seconds = (time_t)(time / SECOND);
	char date[32], zone[8];
	struct tm local;

	localtime_r(&seconds, &local);
	strftime(date, sizeof date, "%Y-%m-%dT%H:%M:%S", &local);
	strftime(zone, sizeof zone, "%z", &local);
	fprintf(out, "%s.%09u", date, (unsigned)(time % SECOND));
	if (local.tm_gmtoff)
		fprintf(out, "%.3s:%s", zone, zone + 3);
	else
		putc('Z', out);
}

void view_event_line(FILE *out, const struct event *event)
{
	write_time(out, event->time);
	fprintf(out, " %s %s %s", event->type, event->action, event->id);
	for (size_t i = 0; i < event->count; i++)
		fprintf(out, "%s%s", i ? ", " : " (", event->attributes[i]);
	fputs(event->count ? ")\n" : "\n", out);
}

static void name_type(struct cJSON *value, const char *name)
{
	if (value)
		value->valuestring = strdup(name);
}

/* Of the fields of old only containers and images have any. */
static void add_old(struct cJSON *view, const char *name, const char *text)
{
	go_text(view, name, text);
	if (!text || !*text)
		go_mark_last(view, GO_OMITTED);
}

/* More digits than a double has. */
static void add_number(struct cJSON *view, const char *name, uint64_t number)
{
	char digits[24];

	snprintf(digits, sizeof digits, "%" PRIu64, number);
	go_text(view, name, digits);
	go_mark_last(view, GO_NUMBER);
}

static void add_actor(struct cJSON *view, const struct event *event)
{
	struct cJSON *actor = go_struct(view, "Actor", 0), *attributes;
	char name[EVENT_LENGTH];

	name_type(actor, "events.Actor");
	go_text(actor, "ID", event->id);
	attributes = cJSON_AddObjectToObject(actor, "Attributes");
	for (size_t i = 0; i < event->count; i++) {
		size_t length = strcspn(event->attributes[i], "=");

		snprintf(name, sizeof name, "%.*s", (int)length, event->attributes[i]);
		go_text(attributes, name, event->attributes[i] + length + 1);
	}
}

/* Most of it is room for text: an initialised one would be 16 KiB of the binary. */
static const struct event *no_event(void)
{
	static struct event nothing;

	nothing.type = nothing.action = nothing.id = "";
	return &nothing;
}

struct cJSON *view_event(const struct event *event)
{
	struct cJSON *view = go_mark(cJSON_CreateObject(), GO_STRUCT | GO_POINTER);
	bool container, old;

	event = event ? event : no_event();
	container = strcmp(event->type, "container") == 0;
	old = container || strcmp(event->type, "image") == 0;
	name_type(view, "*events.Message");
	add_old(view, "status", old ? event->action : NULL);
	add_old(view, "id", old ? event->id : NULL);
	add_old(view, "from", container ? event_attribute(event, "image") : NULL);
	go_text(view, "Type", event->type);
	go_text(view, "Action", event->action);
	add_actor(view, event);
	go_text(view, "scope", "local");
	go_number(view, "time", (long long)(event->time / SECOND));
	add_number(view, "timeNano", event->time);
	return view;
}
