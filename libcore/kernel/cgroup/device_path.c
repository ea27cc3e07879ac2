/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "kernel/cgroup/device_path.h"
#include "kernel/mount/target.h"
#include "kernel/owners.h"

enum { DEPTH_MOST = 16 };

/* What is done to each node, and how many there were. */
struct walk {
	int (*each)(const char *place, const struct stat *node, void *context);
	void *context;
	int count, result;
};

static bool is_node(const struct stat *what)
{
	return S_ISCHR(what->st_mode) || S_ISBLK(what->st_mode);
}

/* What can't be looked at is left out, as Docker does. */
static void walk_directory(const char *host, const char *place, int depth, struct walk *walk)
{
	DIR *directory = depth < DEPTH_MOST ? opendir(host) : NULL;
	struct dirent *entry;

	while (directory && !walk->result && (entry = readdir(directory))) {
		char below[DEVICE_PATH], there[DEVICE_PATH];
		struct stat what;

		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0
		    || snprintf(below, sizeof below, "%s/%s", host, entry->d_name) >= DEVICE_PATH
		    || snprintf(there, sizeof there, "%s/%s", place, entry->d_name) >= DEVICE_PATH
		    || lstat(below, &what) < 0)
			continue;
		if (S_ISDIR(what.st_mode))
			walk_directory(below, there, depth + 1, walk);
		if (!is_node(&what))
			continue;
		walk->count++;
		walk->result = walk->each(there, &what, walk->context);
	}
	if (directory)
		closedir(directory);
}

int device_path_each(const char *host, const char *place,
		     int (*each)(const char *place, const struct stat *node, void *context), void *context)
{
	struct walk walk = { .each = each, .context = context };
	const char *why = "not a device node";
	struct stat what;

	if (stat(host, &what) < 0)
		why = fail_reason();
	else if (is_node(&what))
		return each(place, &what, context);
	else if (S_ISDIR(what.st_mode))
		walk_directory(host, place, 0, &walk);
	if (walk.count)
		return walk.result;
	return fail("error gathering device information while adding custom device \"%s\": %s", host, why);
}

int device_path_make(int root, const char *place, const struct stat *node)
{
	const char *slash = strrchr(place, '/'), *name = slash ? slash + 1 : place;
	autoclose int parent = -1;
	char above[DEVICE_PATH];
	struct stat there;

	snprintf(above, sizeof above, "%.*s", slash ? (int)(slash - place) : 0, place);
	parent = target_make(root, *above ? above : "/", TARGET_DIRECTORY);
	if (parent < 0)
		return -1;
	if (fstatat(parent, name, &there, AT_SYMLINK_NOFOLLOW) == 0 && is_node(&there))
		unlinkat(parent, name, 0);
	if (mknodat(parent, name, node->st_mode, node->st_rdev) < 0
	    || fchownat(parent, name, owners_id(node->st_uid), owners_id(node->st_gid), AT_SYMLINK_NOFOLLOW) < 0
	    || fchmodat(parent, name, node->st_mode & 07777, 0) < 0)
		return fail("make the device %s: %m", place);
	return 0;
}
