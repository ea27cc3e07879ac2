/* SPDX-License-Identifier: MIT */
#include <stddef.h>
#include <string.h>

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
