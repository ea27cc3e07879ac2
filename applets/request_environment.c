/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/text.h"
#include "life/environment.h"
#include "request.h"
#include "request_environment.h"

/* NAME=VALUE as it is. NAME alone takes the caller's value; if the caller has none, the record says
 * that the process gets none either, not even one that we set. */
static int set(struct record *container, struct record *environment, const char *text)
{
	const char *value = strchr(text, '=') ? NULL : getenv(text);
	autofree char *assignment = NULL;

	if (!value) {
		if (!strchr(text, '=') && record_add(container, "env", text) < 0)
			return fail("take the variable %s: %m", text);
		return environment_set(environment, text);
	}
	assignment = malloc(strlen(text) + strlen(value) + 2);
	if (!assignment)
		return fail("take the variable %s: out of memory", text);
	stpcpy(stpcpy(stpcpy(assignment, text), "="), value);
	return environment_set(environment, assignment);
}

/* One variable a line; # at the start of a line is a comment. */
static int read_file(struct record *container, struct record *environment, const char *path)
{
	autofree char *text = file_read(AT_FDCWD, path, RECORD_SIZE, NULL);
	char *rest = text, *line;

	if (!text)
		return fail("open %s: %m", path);
	while ((line = text_cut(&rest, '\n'))) {
		line += strspn(line, " \t");
		line[strcspn(line, "\r")] = '\0';
		if (!*line || *line == '#')
			continue;
		if (strcspn(line, " \t") < strcspn(line, "="))
			return fail("poorly formatted environment: variable '%.*s' contains whitespaces",
				    (int)strcspn(line, "="), line);
		if (set(container, environment, line) < 0)
			return -1;
	}
	return 0;
}

int request_environment_add(struct record *container, const struct record *image)
{
	struct record environment autorecord = { 0 };

	for (const char *text = NULL; (text = record_next(image, "env", text));)
		if (environment_set(&environment, text) < 0)
			return -1;
	for (const char *path = NULL; (path = record_next(&request.lists, "env-file", path));)
		if (read_file(container, &environment, path) < 0)
			return -1;
	for (const char *text = NULL; (text = record_next(&request.lists, "env", text));)
		if (set(container, &environment, text) < 0)
			return -1;
	for (const char *line = NULL; (line = record_line(&environment, line));)
		if (record_add(container, "env", line) < 0)
			return fail("take the environment: %m");
	return 0;
}
