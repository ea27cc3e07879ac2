/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/text.h"
#include "request/variables.h"

static int add(struct record *to, const char *key, const char *word)
{
	return record_add(to, key, word) < 0 ? fail("set %s in the environment: %m", word) : 0;
}

/* A name alone: our own variable of that name, 1 if there is none. */
static int add_ours(struct record *to, const char *name)
{
	const char *ours = getenv(name);

	if (!ours)
		return 1;
	return record_addf(to, "env", "%s=%s", name, ours) < 0 ? fail("set %s in the environment: %m", name) : 0;
}

/* As Docker reads it: no quotes, no expansion; white space before a name goes, all else stays. */
static int read_line(struct record *to, const char *key, char *line)
{
	size_t length = strlen(line);

	if (length && line[length - 1] == '\r')
		line[length - 1] = '\0';
	line += strspn(line, " \t");
	errno = 0;
	if (!*line || *line == '#')
		return 0;
	if (*line == '=')
		return fail("poorly formatted environment: no variable name on line '%s'", line);
	length = strcspn(line, "=");
	if (strcspn(line, " \t") < length)
		return fail("poorly formatted environment: variable '%.*s' contains whitespaces", (int)length, line);
	if (line[length])
		return add(to, key, line);
	return strcmp(key, "env") == 0 && add_ours(to, line) < 0 ? -1 : 0;
}

int variables_read_file(struct record *to, const char *key, const char *path)
{
	size_t length;
	autofree char *text = file_read(AT_FDCWD, path, RECORD_SIZE, &length);
	char *rest = text, *line;

	if (!text)
		return fail("open %s: %s", path, fail_reason());
	errno = 0;
	if (memchr(text, '\0', length))
		return fail("poorly formatted environment: %s holds a NUL", path);
	while ((line = text_cut(&rest, '\n')))
		if (read_line(to, key, line) < 0)
			return -1;
	return 0;
}

int variables_read(struct record *to, const struct record *given)
{
	const char *word = NULL;
	int added;

	while ((word = record_next(given, "env-file", word)))
		if (variables_read_file(to, "env", word) < 0)
			return -1;
	while ((word = record_next(given, "env", word))) {
		errno = 0;
		if (!*word || *word == '=')
			return fail("invalid environment variable: %s", word);
		added = strchr(word, '=') ? add(to, "env", word) : add_ours(to, word);
		if (added < 0 || (added > 0 && add(to, "env", word) < 0))
			return -1;
	}
	return 0;
}
