/* The process that has the image's root before it compares it with the container's own layer, and
 * sends "<change><path>" NUL for each difference. SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "life/files/changes.h"
#include "life/files/visit.h"
#include "store/container_record.h"
#include "store/entries.h"
#include "store/mount_points.h"

struct comparison {
	FILE *out;
	char path[PATH_MAX];      /* without a slash before it */
	size_t told;              /* bytes of it, of the directories above, that were told */
};

/* One name in the container's layer and in the image: descriptors of the directories; -1 where it has none. */
struct pair {
	int upper, lower;
	bool is_replaced;         /* the layer hides what the image has there */
};

static bool look(int directory, const char *name, struct stat *status)
{
	return directory >= 0 && fstatat(directory, name, status, AT_SYMLINK_NOFOLLOW) == 0;
}

static bool is_whiteout(const struct stat *status)
{
	return S_ISCHR(status->st_mode) && !status->st_rdev;
}

static bool is_opaque(int directory)
{
	char value;

	return fgetxattr(directory, "trusted.overlay.opaque", &value, 1) == 1 && value == 'y';
}

/* A directory's times and size say only that something in it has changed. */
static bool differ(const struct stat *one, const struct stat *other)
{
	return one->st_mode != other->st_mode || one->st_uid != other->st_uid || one->st_gid != other->st_gid
	       || one->st_rdev != other->st_rdev
	       || (!S_ISDIR(one->st_mode)
		   && (one->st_size != other->st_size || one->st_mtim.tv_sec != other->st_mtim.tv_sec
		       || one->st_mtim.tv_nsec != other->st_mtim.tv_nsec));
}

/* The directories above first, as changed, if they weren't told yet. */
static int tell(struct comparison *comparison, enum change change)
{
	const char *path = comparison->path, *slash;

	while ((slash = strchr(path + comparison->told + (comparison->told > 0), '/'))) {
		comparison->told = (size_t)(slash - path);
		fprintf(comparison->out, "%c/%.*s%c", CHANGE_CHANGED, (int)comparison->told, path, 0);
	}
	comparison->told = strlen(path);
	return fprintf(comparison->out, "%c/%s%c", change, path, 0) < 0 ? fail("send a change: %m") : 0;
}

static int compare_directories(struct comparison *comparison, const struct pair *pair);

static int open_directory(int above, const char *name)
{
	return openat(above, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

/* Below a directory of the layer. */
static int compare_below(struct comparison *comparison, const struct pair *above, const char *name)
{
	autoclose int upper = open_directory(above->upper, name);
	autoclose int lower = above->lower < 0 ? -1 : open_directory(above->lower, name);
	struct pair pair = { upper, lower, is_opaque(upper) };

	return upper < 0 ? fail("read /%s: %m", comparison->path) : compare_directories(comparison, &pair);
}

static int compare_entry(struct comparison *comparison, const struct pair *pair, const char *name)
{
	struct stat upper, lower;
	bool is_new = look(pair->upper, name, &upper), was = look(pair->lower, name, &lower);
	struct pair alone = { pair->upper, -1, true };

	if (!is_new || is_whiteout(&upper))
		return was ? tell(comparison, CHANGE_DELETED) : 0;
	if (!was) {
		if (!mount_point_is_ours(comparison->path) && tell(comparison, CHANGE_ADDED) < 0)
			return -1;
		return S_ISDIR(upper.st_mode) ? compare_below(comparison, &alone, name) : 0;
	}
	if (differ(&upper, &lower) && tell(comparison, CHANGE_CHANGED) < 0)
		return -1;
	return S_ISDIR(upper.st_mode) ? compare_below(comparison, pair, name) : 0;
}

static int compare_directories(struct comparison *comparison, const struct pair *pair)
{
	struct entries entries autoentries = { 0 };
	size_t length = strlen(comparison->path);

	if (entries_read(&entries, pair->upper) < 0
	    || (pair->lower >= 0 && pair->is_replaced && entries_read(&entries, pair->lower) < 0))
		return fail("read /%s: %m", comparison->path);
	entries_sort(&entries);
	for (size_t i = 0; i < entries.count; i++) {
		if (snprintf(comparison->path + length, sizeof comparison->path - length, "%s%s", length ? "/" : "",
			     entries.names[i]) >= (int)(sizeof comparison->path - length))
			return fail("read /%s: the name is too long", comparison->path);
		if (compare_entry(comparison, pair, entries.names[i]) < 0)
			return -1;
		comparison->path[length] = '\0';
		comparison->told = comparison->told < length ? comparison->told : length;
	}
	return 0;
}

static int compare(const struct visitor *visitor, void *context)
{
	autoclose int layer = container_record_open_layer(context);
	struct pair pair = { .upper = layer < 0 ? -1 : open_directory(layer, "upper"), .lower = visitor->root };
	struct comparison comparison = { .out = fdopen(visitor->pipe, "w") };
	int result;

	if (layer < 0)
		return -1;
	if (!comparison.out)
		return fail("send the changes: %m");
	/* One that was never started has none. */
	result = pair.upper < 0 ? 0 : compare_directories(&comparison, &pair);
	return fclose(comparison.out) ? -1 : result;
}

int changes_each(const struct record *container, int (*each)(enum change change, const char *path, void *context),
	void *context)
{
	struct visit visit = { .container = container, .view = VISIT_IMAGE, .work = compare, .context = (void *)container };
	autofree char *line = NULL;
	size_t room = 0;
	int result = 0;
	FILE *lines;

	if (record_get(container, "ephemeral"))
		return fail("look for changes of %.12s: what it writes is in RAM (--ephemeral)", record_get(container, "id"));
	if (visit_begin(&visit) < 0)
		return -1;
	lines = fdopen(dup(visit.pipe), "r");
	while (lines && !result && getdelim(&line, &room, '\0', lines) > 1)
		result = each((enum change)*line, line + 1, context);
	if (lines)
		fclose(lines);
	return visit_end(&visit) < 0 ? -1 : result;
}
