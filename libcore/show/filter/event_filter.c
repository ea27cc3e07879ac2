/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/limits.h"
#include "base/text.h"
#include "show/filter/event_filter.h"
#include "store/event.h"

/* Of what there is never an event of here, as of a swarm's, nothing is found. */
static const char *const keys[] = { "container", "daemon", "event", "image", "label", "network", "scope", "type",
				    "volume", "config", "node", "plugin", "secret", "service", NULL };

const char *event_filter_key(int number)
{
	return keys[number];
}

static bool is(const char *wanted, const char *actual)
{
	return strcmp(wanted, actual) == 0;
}

/* "busybox:latest" without its tag; a colon before the last slash is a registry's port. */
static bool is_without_tag(const char *wanted, const char *actual)
{
	const char *tag = strrchr(actual, ':');
	size_t length = tag && !strchr(tag, '/') ? (size_t)(tag - actual) : strlen(actual);

	return strlen(wanted) == length && strncmp(wanted, actual, length) == 0;
}

/* Those whose words go on after a colon are found without. */
static bool is_action(const struct record *filters, const char *wanted, const char *actual)
{
	static const char *const long_ones[] = { "health_status", "exec_create", "exec_start" };

	for (int i = 0; i < 3; i++)
		if (record_has(filters, "event", long_ones[i]))
			return text_starts(actual, wanted);
	return is(wanted, actual);
}

static bool is_image(const char *wanted, const struct event *event)
{
	const char *name = event_attribute(event, is(event->type, "image") ? "name" : "image");

	return is(wanted, event->id) || is_without_tag(wanted, event->id)
	       || (name && (is(wanted, name) || is_without_tag(wanted, name)));
}

static bool has_label(const char *wanted, const struct event *event)
{
	char name[FAILURE_LENGTH];
	size_t length = strcspn(wanted, "=");
	const char *value;

	snprintf(name, sizeof name, "%.*s", (int)length, wanted);
	value = event_attribute(event, name);
	return value && (!wanted[length] || is(wanted + length + 1, value));
}

static bool meets(const struct record *filters, const char *key, const char *wanted, const struct event *event)
{
	const char *name = event_attribute(event, "name");

	if (is(key, "event"))
		return is_action(filters, wanted, event->action);
	if (is(key, "type"))
		return is(wanted, event->type);
	if (is(key, "scope"))
		return is(wanted, "local");
	if (is(key, "image"))
		return is_image(wanted, event);
	if (is(key, "label"))
		return has_label(wanted, event);
	/* What is left names somebody, or what his name begins with; no type is looked at. */
	return text_starts(event->id, wanted) || text_starts(name ? name : "", wanted);
}

bool event_filter_accepts(const struct record *wanted, const struct event *event)
{
	for (int i = 0; keys[i]; i++) {
		const char *value = record_get(wanted, keys[i]);
		bool all = is(keys[i], "label"), accepted = !value || all;

		for (; value && accepted == all; value = record_next(wanted, keys[i], value))
			accepted = meets(wanted, keys[i], value, event);
		if (!accepted)
			return false;
	}
	return true;
}
