/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "floor.h"

/* What a container's devices controller of version 1 is told. */
static const char *const devices[] = { "b *:* m", "c *:* m", "c 1:3 rwm", "c 1:5 rwm", "c 1:7 rwm", "c 1:8 rwm",
	"c 1:9 rwm", "c 5:0 rwm", "c 5:1 rwm", "c 5:2 rwm", "c 136:* rwm", "c 10:200 rwm" };

static void put(const char *path, const char *file, const char *text)
{
	char name[512];
	int fd;

	snprintf(name, sizeof name, "%s/%s", path, file);
	fd = open(name, O_WRONLY | O_CLOEXEC);
	must(fd, name);
	must(write(fd, text, strlen(text)) < 0 ? -1 : 0, name);
	close(fd);
}

struct group {
	char controllers[128], path[384];
};

/* "pids:/sys/fs/cgroup/pids/x,cpuacct+unified:/…": the next group; NULL after the last. */
static const char *next(const char *rest, struct group *group)
{
	int length = 0;

	if (sscanf(rest, "%127[^:]:%383[^,]%n", group->controllers, group->path, &length) != 2)
		return NULL;
	return rest + length + (rest[length] == ',');
}

static int has(const struct group *group, const char *controller)
{
	return strstr(group->controllers, controller) != NULL;
}

void floor_make_cgroups(const struct floor *floor)
{
	struct group group;

	for (const char *rest = floor->cgroups; (rest = next(rest, &group));) {
		must(mkdir(group.path, 0755), group.path);
		if (has(&group, "unified")) {
			if (has(&group, "pids"))
				put(group.path, "pids.max", "4096");
			continue;
		}
		if (has(&group, "devices")) {
			put(group.path, "devices.deny", "a");
			for (size_t i = 0; i < sizeof devices / sizeof *devices; i++)
				put(group.path, "devices.allow", devices[i]);
		}
		if (has(&group, "pids"))
			put(group.path, "pids.max", "4096");
	}
}

int floor_open_unified(const struct floor *floor)
{
	struct group group;

	for (const char *rest = floor->cgroups; (rest = next(rest, &group));)
		if (has(&group, "unified"))
			return open(group.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return -1;
}

void floor_enter_cgroups(const struct floor *floor)
{
	struct group group;

	for (const char *rest = floor->cgroups; (rest = next(rest, &group));)
		if (!has(&group, "unified"))
			put(group.path, "tasks", "0");
}

void floor_remove_cgroups(const struct floor *floor)
{
	struct group group;

	for (const char *rest = floor->cgroups; (rest = next(rest, &group));)
		must(rmdir(group.path), group.path);
}
