/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/text.h"
#include "life/files/copy_path.h"

static int complain(const char *typed)
{
	errno = ENAMETOOLONG;
	return fail("copy %s: %m", typed);
}

/* Cut it into where and what. */
static void split(struct copy_path *path)
{
	const char *last = strrchr(path->clean, '/') + 1;

	snprintf(path->directory, sizeof path->directory, "%.*s", (int)(last - path->clean), path->clean);
	if (last - path->clean > 1)
		path->directory[last - path->clean - 1] = '\0';
	snprintf(path->base, sizeof path->base, "%s", *last ? last : "/");
	if (path->dot) {
		strcpy(path->directory, path->clean);
		strcpy(path->base, ".");
	}
}

int copy_path_read(struct copy_path *path, const char *start, const char *typed)
{
	const char *end = typed + strlen(typed);

	if (snprintf(path->clean, sizeof path->clean, "%s/%s", *typed == '/' ? "" : start, typed)
	    >= (int)sizeof path->clean - 2)
		return complain(typed);
	text_clean_path(path->clean);
	path->slash = end > typed && end[-1] == '/';
	while (end > typed && end[-1] == '/')
		end--;
	path->dot = end > typed && end[-1] == '.' && (end - 1 == typed || end[-2] == '/');
	snprintf(path->shown, sizeof path->shown, "%s", path->clean);
	if (path->dot)
		strcat(path->shown, path->clean[1] ? "/." : ".");
	if (path->slash && path->shown[strlen(path->shown) - 1] != '/')
		strcat(path->shown, "/");
	if (strlen(strrchr(path->clean, '/') + 1) > NAME_MAX)
		return complain(typed);
	split(path);
	return 0;
}

const char *copy_path_name(const struct copy_path *path)
{
	return path->slash || path->dot || strcmp(path->base, "/") == 0 ? "." : path->base;
}

int copy_path_follow(struct copy_path *path, const char *target)
{
	char directory[PATH_MAX];

	strcpy(directory, path->directory);
	return copy_path_read(path, strcmp(directory, "/") == 0 ? "" : directory, target);
}
