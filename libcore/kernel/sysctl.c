/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include "base/auto.h"
#include "kernel/sysctl.h"

static int open_setting(const char *path, int flags)
{
	char whole[128];

	if (snprintf(whole, sizeof whole, "/proc/sys/%s", path) >= (int)sizeof whole) {
		errno = ENAMETOOLONG;
		return -1;
	}
	return open(whole, flags | O_CLOEXEC);
}

int sysctl_write(const char *path, const char *value)
{
	autoclose int fd = open_setting(path, O_WRONLY);

	if (fd < 0 || write(fd, value, strlen(value)) < 0)
		return -1;
	return 0;
}

int sysctl_read(const char *path, char *value, size_t size)
{
	autoclose int fd = open_setting(path, O_RDONLY);
	ssize_t length;

	if (fd < 0)
		return -1;
	length = read(fd, value, size - 1);
	if (length < 0)
		return -1;
	value[length] = '\0';
	value[strcspn(value, "\n")] = '\0';
	return 0;
}
