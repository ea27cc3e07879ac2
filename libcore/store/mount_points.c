/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/auto.h"
#include "store/entries.h"
#include "store/mount_points.h"

bool mount_point_is_ours(const char *path)
{
	static const char *const ours[] = {
		"dev", "etc", "etc/hostname", "etc/hosts", "etc/resolv.conf", "proc", "sys",
	};

	for (size_t i = 0; i < sizeof ours / sizeof ours[0]; i++)
		if (strcmp(path, ours[i]) == 0)
			return true;
	return false;
}

bool mount_point_is_unused(const char *path, int parent, const char *name)
{
	struct entries entries autoentries = { 0 };
	autoclose int directory = -1;
	struct stat status;
	char below[64];

	if (!mount_point_is_ours(path) || fstatat(parent, name, &status, AT_SYMLINK_NOFOLLOW) < 0)
		return false;
	if (!S_ISDIR(status.st_mode))
		return S_ISREG(status.st_mode) && !status.st_size;
	directory = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (directory < 0 || entries_read(&entries, directory) < 0)
		return false;
	for (size_t i = 0; i < entries.count; i++) {
		snprintf(below, sizeof below, "%s/%.32s", path, entries.names[i]);
		if (!mount_point_is_unused(below, directory, entries.names[i]))
			return false;
	}
	return true;
}
