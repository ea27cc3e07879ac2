/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "store/event.h"

/* In place: it never grows. -1: a bad escape. */
static int unescape(char *text)
{
	char *to = text;

	for (; *text; text++) {
		if (*text == '\\')
			switch (*++text) {
			case '\\': *text = '\\'; break;
			case 't':  *text = '\t'; break;
			case 'n':  *text = '\n'; break;
			default:   return -1;
			}
		*to++ = *text;
	}
	*to = '\0';
	return 0;
}

/* The next part; NULL if there is none, or it is bad. */
static char *take(char **rest)
{
	char *part = text_cut(rest, '\t');

	return part && unescape(part) == 0 ? part : NULL;
}

static int take_number(char **rest, uint64_t *number)
{
	unsigned long long value;
	char *part = take(rest), *end;

	if (!part || !*part || strspn(part, "0123456789") != strlen(part))
		return -1;
	value = strtoull(part, &end, 10);
	*number = value;
	return 0;
}

static size_t name_length(const char *attribute)
{
	return strcspn(attribute, "=");
}

static int compare_names(const char *one, const char *other)
{
	size_t length = name_length(one), others = name_length(other);
	int order = strncmp(one, other, length < others ? length : others);

	return order ? order : (length > others) - (length < others);
}

/* Those of one name as they stand in the line. */
static int compare(const void *one, const void *other)
{
	const char *first = *(const char *const *)one, *second = *(const char *const *)other;
	int order = compare_names(first, second);

	return order ? order : (first > second) - (first < second);
}

static void sort(struct event *event)
{
	size_t kept = 0;

	qsort(event->attributes, event->count, sizeof *event->attributes, compare);
	for (size_t i = 0; i < event->count; i++)
		if (!kept || compare_names(event->attributes[kept - 1], event->attributes[i]) != 0)
			event->attributes[kept++] = event->attributes[i];
	event->count = kept;
}

int event_parse(struct event *event, char *line)
{
	char *rest = line, *part;

	event->count = 0;
	if (take_number(&rest, &event->boot) < 0 || take_number(&rest, &event->time) < 0
	    || !(event->type = take(&rest)) || !(event->action = take(&rest)) || !(event->id = take(&rest)))
		return -1;
	while (rest) {
		part = take(&rest);
		if (!part || !strchr(part, '=') || event->count == EVENT_ATTRIBUTES)
			return -1;
		event->attributes[event->count++] = part;
	}
	sort(event);
	return 0;
}

const char *event_attribute(const struct event *event, const char *name)
{
	size_t length = strlen(name);

	for (size_t i = 0; i < event->count; i++)
		if (name_length(event->attributes[i]) == length && strncmp(event->attributes[i], name, length) == 0)
			return event->attributes[i] + length + 1;
	return NULL;
}
