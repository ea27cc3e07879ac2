/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/text.h"
#include "variables.h"

static int add(struct record *to, const char *word, bool from_file)
{
	const char *ours = strchr(word, '=') ? NULL : getenv(word);
	int done;

	if (ours)
		done = record_addf(to, "env", "%s=%s", word, ours);
	else if (from_file && !strchr(word, '='))
		return 0;
	else
		done = record_add(to, "env", word);
	return done < 0 ? fail("set %s in the environment: %m", word) : 0;
}

/* As Docker reads it: no quotes, no expansion; white space before a name goes, all else stays. */
static int read_line(struct record *to, char *line)
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
	return add(to, line, true);
}

static int read_file(struct record *to, const char *path)
{
	size_t length;
	autofree char *text = file_read(AT_FDCWD, path, RECORD_SIZE, &length);
	char *rest = text, *line;

	if (!text)
		return errno == ENOENT ? fail("open %s: no such file or directory", path)   /* as Docker */
				       : fail("open %s: %m", path);
	errno = 0;
	if (memchr(text, '\0', length))
		return fail("poorly formatted environment: %s holds a NUL", path);
	while ((line = text_cut(&rest, '\n')))
		if (read_line(to, line) < 0)
			return -1;
	return 0;
}

int variables_read(struct record *to, const struct record *given)
{
	const char *word = NULL;

	while ((word = record_next(given, "env-file", word)))
		if (read_file(to, word) < 0)
			return -1;
	while ((word = record_next(given, "env", word))) {
		errno = 0;
		if (!*word || *word == '=')
			return fail("invalid environment variable: %s", word);
		if (add(to, word, false) < 0)
			return -1;
	}
	return 0;
}
