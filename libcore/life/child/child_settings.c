/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "life/child/child_settings.h"

int child_settings_open(const struct record *container)
{
	return record_get(container, "sysctl") ? open("/proc/sys", O_PATH | O_DIRECTORY | O_CLOEXEC) : -1;
}

static int apply(int settings, const char *assignment)
{
	size_t length = strcspn(assignment, "=");
	const char *value = assignment + length + 1;
	autoclose int fd = -1;
	char path[256];

	if (snprintf(path, sizeof path, "%.*s", (int)length, assignment) >= (int)sizeof path)
		return fail("set %s: the name is too long", assignment);
	for (char *dot = path; (dot = strchr(dot, '.'));)
		*dot = '/';
	fd = openat(settings, path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return fail("open /proc/sys/%s: %s", path, fail_reason());
	return write(fd, value, strlen(value)) < 0 ? fail("write /proc/sys/%s: %s", path, fail_reason()) : 0;
}

int child_settings_apply(int settings, const struct record *container)
{
	for (const char *line = NULL; (line = record_next(container, "sysctl", line));)
		if (apply(settings, line) < 0)
			return -1;
	return 0;
}
