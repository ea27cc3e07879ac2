/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/file.h"
#include "base/text.h"
#include "install.h"

/* The way from directory `from` to file `to`, both absolute and free of links: "../../bin/linkbox". */
static int relative(const char *from, const char *to, char *way, size_t room)
{
	size_t same = 0, used = 0;

	for (size_t i = 0; from[i] && from[i] == to[i]; i++)
		if (from[i] == '/')
			same = i;
	if (strncmp(from, to, strlen(from)) == 0 && to[strlen(from)] == '/')
		same = strlen(from);
	for (const char *at = from + same; *at; at++)
		if (*at == '/' && at[1])
			used += (size_t)snprintf(way + used, used < room ? room - used : 0, "../");
	used += (size_t)snprintf(way + used, used < room ? room - used : 0, "%s", to + same + 1);
	if (used < room)
		return 0;
	errno = ENAMETOOLONG;
	return -1;
}

/* Make one link unless it is there already. A foreign file is never overwritten. */
static int make_link(int directory, const char *name, const char *target)
{
	char old[PATH_MAX];
	ssize_t length;

	if (symlinkat(target, directory, name) == 0)
		return 0;
	if (errno != EEXIST)
		return fail("install %s: %m", name);
	length = readlinkat(directory, name, old, sizeof old);
	if (length == (ssize_t)strlen(target) && memcmp(old, target, (size_t)length) == 0)
		return 0;
	return fail("install %s: there is a file of that name that is not ours", name);
}

/* Where to; NULL if the words are wrong. -s, for links that are no hard ones, is what it does anyway. */
static const char *read_words(int argc, char **argv, const char **prefix)
{
	const char *directory = NULL;

	for (int i = 1; i < argc; i++) {
		const char *value = text_after(argv[i], "--prefix=");

		if (value)
			*prefix = value;
		else if (strcmp(argv[i], "--prefix") == 0 && i + 1 < argc)
			*prefix = argv[++i];
		else if (strcmp(argv[i], "-s") != 0 && (directory || *argv[i] == '-'))
			return NULL;
		else if (strcmp(argv[i], "-s") != 0)
			directory = argv[i];
	}
	return directory;
}

int install(int argc, char **argv, const char *const *names)
{
	char binary[PATH_MAX], place[PATH_MAX], target[PATH_MAX], name[NAME_MAX];
	const char *prefix = "", *where = read_words(argc, argv, &prefix);
	autoclose int directory = -1;
	int status = EXIT_SUCCESS;

	if (!where) {
		fputs("Usage: linkbox --install [-s] [--prefix PREFIX] DIR\n", stderr);
		return EXIT_FAILURE;
	}
	if (!realpath("/proc/self/exe", binary))
		return -fail("find linkbox's own file: %m");
	directory = file_make_path(where, 0755);
	if (directory < 0 || !realpath(where, place))
		return -fail("install into %s: %m", where);
	if (relative(place, binary, target, sizeof target) < 0)
		return -fail("install into %s: %m", where);
	for (; *names; names++) {
		snprintf(name, sizeof name, "%s%s", prefix, *names);
		if (make_link(directory, name, target) < 0)
			status = EXIT_FAILURE;
	}
	return status;
}
