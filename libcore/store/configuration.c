/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/record.h"
#include "base/setting.h"
#include "base/text.h"
#include "store/configuration.h"
#include "store/ranges.h"

static struct record settings;

const char *configuration_file(void)
{
	const char *path = getenv("LINKBOX_CONF");

	return path && *path ? path : LINKBOX_CONF;
}

/* No key has an empty value: the check finds lines that are none. */
static void read_file(void)
{
	autofree char *text = file_read(AT_FDCWD, configuration_file(), RECORD_SIZE, NULL);
	struct setting setting = { .rest = text };

	while (setting_next(&setting))
		record_add(&settings, setting.key, setting.value);
}

static bool is_port_range(const char *text)
{
	unsigned first, last;
	char end;

	return sscanf(text, "%5u-%5u%c", &first, &last, &end) == 2 && first > 0 && first <= last && last < 1 << 16;
}

static bool is_good(const char *key, const char *value)
{
	uint32_t first, last;

	if (strcmp(key, "path") == 0 || strcmp(key, "state") == 0 || strcmp(key, "run") == 0 || strcmp(key, "provision") == 0)
		return *value == '/';
	if (strcmp(key, "addresses") == 0)
		return strcmp(value, "leased") == 0 || strcmp(value, "fresh") == 0;
	if (strcmp(key, "userns") == 0)
		return strcmp(value, "auto") == 0 || strcmp(value, "host") == 0;
	if (strcmp(key, "userns-ids") == 0)
		return ranges_read(value, &first, &last) == 0;
	if (strcmp(key, "open") == 0 || strcmp(key, "ephemeral") == 0)
		return strcmp(value, "yes") == 0 || strcmp(value, "no") == 0;
	if (strcmp(key, "cgroup-parent") == 0)
		return text_is_cgroup(value);
	if (strcmp(key, "log-opt") == 0)
		return strchr(value, '=') != NULL;
	if (strcmp(key, "image-max-size") == 0)
		return text_size(value, &(unsigned long long){ 0 }) == 0;
	/* Who reads keys and drivers says what is wrong with them. */
	if (strcmp(key, "detach-keys") == 0 || strcmp(key, "log-driver") == 0)
		return true;
	return strcmp(key, "ports") == 0 && is_port_range(value);
}

int configuration_check(void)
{
	configuration("", NULL);
	for (const char *line = NULL; (line = record_line(&settings, line));) {
		const char *value = strchr(line, '=') + 1;
		char key[32];

		snprintf(key, sizeof key, "%.*s", (int)(value - line - 1), line);
		if (!is_good(key, value))
			return fail("%s: bad line: %s", configuration_file(), line);
	}
	return 0;
}

static void load(void)
{
	static bool loaded;

	if (!loaded)
		read_file();
	loaded = true;
}

const char *configuration(const char *key, const char *otherwise)
{
	const char *value;

	load();
	value = record_get(&settings, key);
	return value ? value : otherwise;
}

const char *configuration_next(const char *key, const char *previous)
{
	load();
	return record_next(&settings, key, previous);
}

const char *configuration_provision(void)
{
	return configuration("provision", "/etc/linkbox.d");
}
