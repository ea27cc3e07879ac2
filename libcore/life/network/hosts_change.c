/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/text.h"
#include "life/network/hosts_change.h"
#include "life/files/live_file.h"
#include "store/container_record.h"

/* The line whose first name is the alias, wherever the container's user has moved it. */
static const char *find_line(const char *text, const char *alias)
{
	size_t length = strlen(alias);

	for (const char *line = text; line && *line;) {
		const char *name = line + strcspn(line, " \t\n"), *end = strchr(line, '\n');

		name += strspn(name, " \t");
		if (*line != '#' && strncmp(name, alias, length) == 0 && strchr(" \t\n", name[length]))
			return line;
		line = end ? end + 1 : NULL;
	}
	return NULL;
}

/* `text` with the line changed; NULL and errno 0 if there is nothing to change. */
static char *edit(const char *text, const char *alias, uint32_t address)
{
	const char *line = find_line(text, alias), *rest;
	char *changed = NULL;

	errno = 0;
	if (!line)
		return NULL;
	if (address) {
		rest = line + strcspn(line, " \t");
	} else {
		rest = strchr(line, '\n');
		rest = rest ? rest + 1 : line + strlen(line);
	}
	if (asprintf(&changed, "%.*s%s%s", (int)(line - text), text, address ? text_of_address(address) : "",
		     rest) < 0)
		return NULL;
	return changed;
}

int hosts_change_link(const struct record *consumer, const char *alias, uint32_t address)
{
	autoclose int directory = container_record_open(consumer);
	autofree char *text = NULL, *changed = NULL;

	if (directory < 0)
		return -1;
	text = file_read(directory, "hosts", RECORD_SIZE, NULL);
	if (!text)
		return fail("read the hosts file of %.12s: %m", record_get(consumer, "id"));
	changed = edit(text, alias, address);
	if (!changed)
		return errno ? fail("change the hosts file of %.12s: %m", record_get(consumer, "id")) : 0;
	return strcmp(text, changed) == 0 ? 0 : live_file_replace(consumer, "hosts", text, changed);
}
