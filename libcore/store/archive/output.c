/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/id.h"
#include "store/archive/output.h"

/* "a/." and "a/" are "a". */
static void cut_end(char *path)
{
	size_t length = strlen(path);

	while (length > 1 && (path[length - 1] == '/' || (path[length - 1] == '.' && path[length - 2] == '/')))
		path[--length] = '\0';
}

int output_check(const char *path, const char *prefix)
{
	autofree char *copy = strdup(path);
	const char *directory;
	struct stat found;

	if (!copy)
		return fail("%sopen %s: %m", prefix, path);
	cut_end(copy);
	directory = dirname(copy);
	if (stat(directory, &found) < 0 && errno == ENOENT)
		return fail("%sinvalid output path: directory \"%s\" does not exist", prefix, directory);
	if (stat(path, &found) < 0)
		return errno == ENOENT ? 0 : fail("%sstat %s: %s", prefix, path, fail_reason());
	if (S_ISCHR(found.st_mode) || S_ISBLK(found.st_mode))
		return fail("%sinvalid output path: \"%s\" must be a directory or a regular file: got a device", prefix,
			    path);
	return 0;
}

int output_open(struct output *output, const char *path)
{
	autofree char *copy = strdup(path);
	const char *directory = copy ? dirname(copy) : ".";
	char id[ID_LENGTH + 1];

	*output = (struct output){ .path = path };
	/* Without a name there is nothing to be left behind. */
	output->fd = open(directory, O_WRONLY | O_TMPFILE | O_CLOEXEC, 0600);
	if (output->fd >= 0)
		return 0;
	id_draw(id);
	if (snprintf(output->temporary, sizeof output->temporary, "%s/.linkbox.%.16s", directory, id)
	    >= (int)sizeof output->temporary)
		return errno = ENAMETOOLONG, fail("open %s: %m", path);
	output->fd = open(output->temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	return output->fd < 0 ? fail("open %s: %s", path, fail_reason()) : 0;
}

void output_drop(struct output *output)
{
	if (*output->temporary)
		unlink(output->temporary);
	auto_close(&output->fd);
	output->fd = -1;
}

/* Give what has no name one. */
static int give_name(struct output *output)
{
	autofree char *copy = strdup(output->path);
	char own[40], id[ID_LENGTH + 1];

	id_draw(id);
	snprintf(own, sizeof own, "/proc/self/fd/%d", output->fd);
	if (!copy || snprintf(output->temporary, sizeof output->temporary, "%s/.linkbox.%.16s", dirname(copy), id)
			     >= (int)sizeof output->temporary)
		return -1;
	return linkat(AT_FDCWD, own, AT_FDCWD, output->temporary, AT_SYMLINK_FOLLOW);
}

int output_commit(struct output *output)
{
	int result = 0;

	if ((!*output->temporary && give_name(output) < 0) || rename(output->temporary, output->path) < 0)
		result = fail("write %s: %s", output->path, fail_reason());
	else
		*output->temporary = '\0';
	output_drop(output);
	return result;
}
