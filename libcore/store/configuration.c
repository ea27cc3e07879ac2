/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/record.h"
#include "base/text.h"
#include "store/configuration.h"

const char *configuration_file(void)
{
	const char *path = getenv("LINKBOX_CONF");

	return path && *path ? path : LINKBOX_CONF;
}

/* People write this file: blank lines, comments and white space at the ends are theirs to use. */
static void read_file(struct record *read)
{
	autofree char *text = file_read(AT_FDCWD, configuration_file(), RECORD_SIZE, NULL);
	char *rest = text, *line, *value;

	while ((line = text_cut(&rest, '\n'))) {
		line += strspn(line, " \t");
		line[strcspn(line, "\r")] = '\0';
		value = strchr(line, '=');
		if (*line == '#' || !value)
			continue;
		*value++ = '\0';
		line[strcspn(line, " \t")] = '\0';
		value += strspn(value, " \t");
		for (char *end = value + strlen(value); end > value && strchr(" \t", end[-1]);)
			*--end = '\0';
		record_add(read, line, value);
	}
}

const char *configuration(const char *key, const char *otherwise)
{
	static struct record settings;
	static bool loaded;
	const char *value;

	if (!loaded) {
		read_file(&settings);
		loaded = true;
	}
	value = record_get(&settings, key);
	return value ? value : otherwise;
}
