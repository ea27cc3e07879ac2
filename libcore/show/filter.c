/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/text.h"
#include "show/filter.h"
#include "show/row.h"
#include "store/container_record.h"
#include "store/images.h"
#include "store/names.h"

struct test {
	const char *key;
	bool (*accepts)(const struct row *row, const char *value);
};

void filter_free(struct filter *filter)
{
	int kept = errno;

	record_free(&filter->wanted);
	free(filter->before);
	free(filter->since);
	errno = kept;
}

static bool accepts_id(const struct row *row, const char *value)
{
	return text_starts(row_id(row), value);
}

/* A regular expression, for the name with or without its slash. */
static bool accepts_name(const struct row *row, const char *value)
{
	char name[NAME_LENGTH + 2];
	regex_t expression;
	bool result;

	if (regcomp(&expression, value, REG_EXTENDED | REG_NOSUB) != 0)
		return false;
	snprintf(name, sizeof name, "/%s", row->name);
	result = regexec(&expression, name, 0, NULL, 0) == 0 || regexec(&expression, name + 1, 0, NULL, 0) == 0;
	regfree(&expression);
	return result;
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

/* "key" alone asks for any value. */
static bool accepts_label(const struct row *row, const char *value)
{
	size_t length = strlen(value);

	for (const char *label = NULL; (label = record_next(&row->container, "label", label));)
		if (strncmp(label, value, length) == 0
		    && (!label[length] || (label[length] == '=' && !strchr(value, '='))))
			return true;
	return false;
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

/* "80", "80/udp", "8000-8010/tcp" against a line "proto … first last" of the record. */
static bool covers(const char *wanted, const char *proto, unsigned first, unsigned last)
{
	unsigned least, most;
	char wanted_proto[8] = "tcp";
	int count = sscanf(wanted, "%u-%u", &least, &most);

	if (count < 2)
		most = least;
	if (strchr(wanted, '/'))
		snprintf(wanted_proto, sizeof wanted_proto, "%s", strchr(wanted, '/') + 1);
	return count > 0 && strcmp(proto, wanted_proto) == 0 && first <= most && least <= last;
}

static bool accepts_expose(const struct row *row, const char *value)
{
	char proto[8];
	unsigned first, last;

	for (const char *line = NULL; (line = record_next(&row->container, "expose", line));)
		if (sscanf(line, "%7s %u %u", proto, &first, &last) == 3 && covers(value, proto, first, last))
			return true;
	return false;
}

static bool accepts_publish(const struct row *row, const char *value)
{
	char proto[8];
	unsigned host_first, host_last, first, last;

	for (const char *line = NULL; (line = record_next(&row->status, "port", line));)
		if (sscanf(line, "%7s %*s %u %u %u %u", proto, &host_first, &host_last, &first, &last) == 5
		    && (covers(value, proto, host_first, host_last) || covers(value, proto, first, last)))
			return true;
	return false;
}

static bool is_target(const char *mount, const char *value)
{
	const char *tab = strchr(mount, '\t');
	const char *target = tab ? strchr(tab + 1, '\t') : NULL;

	if (!target)
		return strcmp(mount, value) == 0;
	return strcmp(target + 1, value) == 0
		|| (strlen(value) == (size_t)(target - tab - 1) && strncmp(tab + 1, value, strlen(value)) == 0);
}

static bool accepts_volume(const struct row *row, const char *value)
{
	static const char *const keys[] = { "bind", "volume" };

	for (int i = 0; i < 2; i++)
		for (const char *mount = NULL; (mount = record_next(&row->container, keys[i], mount));)
			if (is_target(mount, value))
				return true;
	return false;
}

/* Nothing watches the health of a container yet. */
static bool accepts_health(const struct row *row, const char *value)
{
	(void)row;
	return strcmp(value, "none") == 0;
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

static const struct test *find(const char *key)
{
	for (int i = 0; i < TESTS; i++)
		if (strcmp(tests[i].key, key) == 0)
			return &tests[i];
	return NULL;
}

/* When the container that `before` or `since` names was made. */
static int read_time(char **time, const char *reference)
{
	autorecord struct record container = { 0 };
	char id[ID_LENGTH + 1];

	if (names_find(reference, id) < 0 || container_record_load(&container, id) < 0)
		return -1;
	free(*time);
	*time = strdup(record_get(&container, "created"));
	return *time ? 0 : fail("read a filter: %m");
}

static int check_value(struct filter *filter, const char *key, const char *value)
{
	static const char *const states[] = { "created", "restarting", "running", "removing", "paused",
	                                      "exited", "dead" };
	char *end;

	if (strcmp(key, "before") == 0)
		return read_time(&filter->before, value);
	if (strcmp(key, "since") == 0)
		return read_time(&filter->since, value);
	if (strcmp(key, "exited") == 0) {
		strtol(value, &end, 10);
		return *value && !*end ? 0 : fail("strconv.Atoi: parsing \"%s\": invalid syntax", value);
	}
	if (strcmp(key, "status") != 0)
		return 0;
	for (size_t i = 0; i < sizeof states / sizeof states[0]; i++)
		if (strcmp(states[i], value) == 0)
			return 0;
	return fail("Invalid filter 'status=%s'", value);
}

static int read_one(struct filter *filter, const char *text)
{
	const char *value = strchr(text, '=');
	char key[16];

	snprintf(key, sizeof key, "%.*s", (int)(value - text), text);
	if (!find(key))
		return fail("Invalid filter '%.*s'", (int)(value - text), text);
	if (check_value(filter, key, value + 1) < 0)
		return -1;
	return record_add(&filter->wanted, key, value + 1) < 0 ? fail("read a filter: %m") : 0;
}

int filter_read(struct filter *filter, const struct record *given)
{
	const char *text;

	for (text = NULL; (text = record_next(given, "filter", text));) {
		if (strchr(text, '='))
			continue;
		fail_phase("", "\nSee 'docker ps --help'.");
		fail("invalid argument \"%s\" for \"-f, --filter\" flag: bad format of filter "
		     "(expected name=value)", text);
		return 1;
	}
	for (text = NULL; (text = record_next(given, "filter", text));)
		if (read_one(filter, text) < 0)
			return -1;
	return 0;
}

bool filter_wants_all(const struct filter *filter)
{
	return record_get(&filter->wanted, "status") != NULL;
}

bool filter_accepts(const struct filter *filter, const struct row *row)
{
	if ((filter->before && strcmp(row_created(row), filter->before) >= 0)
	    || (filter->since && strcmp(row_created(row), filter->since) <= 0))
		return false;
	for (int i = 0; i < TESTS; i++) {
		const char *value = record_get(&filter->wanted, tests[i].key);
		bool accepted = !value;

		for (; value && !accepted; value = record_next(&filter->wanted, tests[i].key, value))
			accepted = tests[i].accepts(row, value);
		if (!accepted)
			return false;
	}
	return true;
}
