/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "show/filter/expression.h"
#include "show/filter/filter_match.h"
#include "show/filter/label_match.h"
#include "show/row.h"
#include "store/image/images.h"
#include "store/mount_line.h"
#include "store/port.h"
#include "store/status.h"

struct test {
	const char *key;
	bool (*accepts)(const struct row *row, const char *value);
};

static bool accepts_id(const struct row *row, const char *value)
{
	return text_starts(row_id(row), value);
}

/* A regular expression, for the name with or without its slash. */
bool filter_match_name(const char *name, const char *value)
{
	char slashed[NAME_LENGTH + 2];

	snprintf(slashed, sizeof slashed, "/%s", name);
	return expression_matches(value, slashed) || expression_matches(value, name);
}

static bool accepts_name(const struct row *row, const char *value)
{
	return filter_match_name(row->name, value);
}

static bool accepts_status(const struct row *row, const char *value)
{
	return strcmp(row_state(row), value) == 0;
}

static bool accepts_exited(const struct row *row, const char *value)
{
	return !row_is_up(row) && record_get(&row->status, "exit")
		&& record_number(&row->status, "exit", -1) == strtol(value, NULL, 10);
}

static bool accepts_label(const struct row *row, const char *value)
{
	return label_match(&row->container, value);
}

/* Made from this very image; an image that was built on it shares its layers. */
static bool accepts_ancestor(const struct row *row, const char *value)
{
	const char *id = record_get(&row->container, "image_id");
	char wanted[ID_LENGTH + 1];

	return id && images_find(value, wanted) == 0 && strcmp(id, wanted) == 0;
}

static bool accepts_network(const struct row *row, const char *value)
{
	const char *network = record_get(&row->container, "network");

	return strcmp(network ? network : "bridge", value) == 0;
}

/* "80", "80/udp" or "8000-8010/tcp" against ports of a protocol. */
static bool covers(const char *wanted, bool udp, unsigned first, unsigned last)
{
	struct port_range range;

	return port_parse_exposure(wanted, &range) == 0 && range.udp == udp
		&& first <= range.last && range.first <= last;
}

static bool accepts_expose(const struct row *row, const char *value)
{
	struct port_range exposed;

	for (const char *line = NULL; (line = record_next(&row->container, "expose", line));)
		if (port_read_range(line, &exposed) == 0
		    && covers(value, exposed.udp, exposed.first, exposed.last))
			return true;
	return false;
}

/* By the number on the host. */
static bool accepts_publish(const struct row *row, const char *value)
{
	struct publication published;

	for (const char *line = NULL; (line = record_next(&row->status, "port", line));)
		if (port_read_publication(line, &published) == 0
		    && covers(value, published.port.udp, published.host_first, published.host_last))
			return true;
	return false;
}

static bool is_mount(const char *line, const char *value)
{
	int length = (int)strlen(value);
	struct mount_line mount;

	return mount_line_read(&mount, line) == 0
		&& ((length == mount.target_length && strncmp(mount.target, value, strlen(value)) == 0)
		    || (length == mount.source_length && strncmp(mount.source, value, strlen(value)) == 0));
}

static bool accepts_volume(const struct row *row, const char *value)
{
	static const char *const keys[] = { "bind", "volume_mount" };

	for (int i = 0; i < 2; i++)
		for (const char *mount = NULL; (mount = record_next(&row->container, keys[i], mount));)
			if (is_mount(mount, value))
				return true;
	return false;
}

static bool accepts_health(const struct row *row, const char *value)
{
	const char *health = status_health(&row->status);

	return strcmp(health ? health : "none", value) == 0;
}

static bool accepts_task(const struct row *row, const char *value)
{
	(void)row;
	return strcmp(value, "false") == 0 || strcmp(value, "0") == 0;
}

/* before and since compare times, which filter_accepts does. */
static bool accepts_any(const struct row *row, const char *value)
{
	(void)row;
	(void)value;
	return true;
}

static const struct test tests[] = {
	{ "ancestor", accepts_ancestor }, { "before", accepts_any },      { "exited", accepts_exited },
	{ "expose", accepts_expose },     { "health", accepts_health },   { "id", accepts_id },
	{ "is-task", accepts_task },      { "label", accepts_label },     { "name", accepts_name },
	{ "network", accepts_network },   { "publish", accepts_publish }, { "since", accepts_any },
	{ "status", accepts_status },     { "volume", accepts_volume },
};
enum { TESTS = sizeof tests / sizeof tests[0] };

const char *filter_match_key(int index)
{
	return index < TESTS ? tests[index].key : NULL;
}

bool filter_match(const struct row *row, int index, const char *value)
{
	return tests[index].accepts(row, value);
}
