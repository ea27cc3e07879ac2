/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdio.h>
#include <string.h>
#include <sys/vfs.h>

#include "base/auto.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/text.h"
#include "kernel/cgroup/cgroup.h"
#include "kernel/cgroup/device_program.h"

enum { MOUNT_PLACE = 4 };

static const struct { unsigned bit; const char *name; } names[] = {
	{ CGROUP_CPU, "cpu" }, { CGROUP_CPUACCT, "cpuacct" }, { CGROUP_CPUSET, "cpuset" }, { CGROUP_MEMORY, "memory" },
	{ CGROUP_IO, "blkio" }, { CGROUP_IO, "io" }, { CGROUP_PIDS, "pids" }, { CGROUP_DEVICES, "devices" },
	{ CGROUP_FREEZER, "freezer" }, { CGROUP_UNIFIED, "unified" },
};

/* What the words of a list mean; unknown ones ("rw", "hugetlb") nothing. Cuts the list up. */
static unsigned bits_of(char *list, char separator)
{
	unsigned bits = 0;
	char *word;

	while ((word = text_cut(&list, separator)))
		for (size_t i = 0; i < sizeof names / sizeof *names; i++)
			if (strcmp(word, names[i].name) == 0)
				bits |= names[i].bit;
	return bits;
}

/* 1; 0: another mount lies over it; -1 and errno. */
static int is_there(const struct cgroup *top)
{
	struct statfs what;

	if (statfs(top->path, &what) < 0)
		return errno == ENOENT || errno == ENOTDIR || errno == EACCES ? 0 : -1;
	return what.f_type == (top->on & CGROUP_UNIFIED ? CGROUP2_SUPER_MAGIC : CGROUP_SUPER_MAGIC);
}

/* Of version 2, those that are not on a hierarchy of version 1. It stops processes by itself, takes time by
 * itself, and asks programs about devices. */
static unsigned unified_controllers(const struct cgroup *top)
{
	char list[256];

	if (cgroup_get(top, "cgroup.controllers", list, sizeof list) < 0)
		*list = '\0';
	return CGROUP_UNIFIED | CGROUP_FREEZER | CGROUP_CPUACCT | bits_of(list, ' ')
	       | (device_program_is_possible(top->path) ? CGROUP_DEVICES : 0);
}

unsigned cgroup_handed_down(const struct cgroup *top)
{
	char list[256];

	return cgroup_get(top, "cgroup.subtree_control", list, sizeof list) < 0 ? 0 : bits_of(list, ' ');
}

/* "36 31 0:33 / /sys/fs/cgroup/devices rw,relatime - cgroup cgroup rw,devices" */
static int take_mount(struct cgroups *tops, char *line)
{
	char *end = strstr(line, " - "), *word, *place = NULL, *type, *options;
	struct cgroup *top = &tops->all[tops->count];
	int there;

	if (!end || tops->count == CGROUPS_MOST)
		return 0;
	*end = '\0';
	for (int field = 0; field <= MOUNT_PLACE && (word = text_cut(&line, ' ')); field++)
		place = field == MOUNT_PLACE ? word : NULL;
	end += strlen(" - ");
	type = text_cut(&end, ' ');
	text_cut(&end, ' ');
	options = end;
	if (!place || !options || strlen(place) >= CGROUP_PATH / 2 || strchr(place, '\\')
	    || (strcmp(type, "cgroup") != 0 && strcmp(type, "cgroup2") != 0))
		return 0;
	strcpy(top->path, place);
	top->on = strcmp(type, "cgroup2") == 0 ? CGROUP_UNIFIED : bits_of(options, ',');
	if (top->on & CGROUP_UNIFIED)
		top->on = unified_controllers(top);
	there = top->on ? is_there(top) : 0;
	tops->count += there > 0;
	return there < 0 ? -1 : 0;
}

int cgroup_find(struct cgroups *tops)
{
	autofree char *text = file_read(AT_FDCWD, "/proc/self/mountinfo", MOUNTS_SIZE, NULL);
	char *rest = text, *line;

	tops->count = 0;
	if (!text)
		return -1;
	while ((line = text_cut(&rest, '\n')))
		if (take_mount(tops, line) < 0)
			return -1;
	return 0;
}

const struct cgroup *cgroup_with(const struct cgroups *all, unsigned controller)
{
	const struct cgroup *found = NULL;

	for (int i = 0; i < all->count; i++)
		if (all->all[i].on & controller && (!found || found->on & CGROUP_UNIFIED))
			found = &all->all[i];
	return found;
}

void cgroup_write(char text[CGROUP_TEXT], const struct cgroup *group)
{
	unsigned bits = group->on;
	size_t used = 0;

	*text = '\0';
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (bits & names[i].bit)
			used += (size_t)snprintf(text + used, CGROUP_TEXT - used, "%s%s", used ? "," : "", names[i].name);
		bits &= ~names[i].bit;
	}
	snprintf(text + used, CGROUP_TEXT - used, " %s", group->path);
}

int cgroup_read(struct cgroup *group, const char *text)
{
	char words[80];
	const char *path = strchr(text, ' ');

	if (!path || path - text >= (int)sizeof words || strlen(path + 1) >= CGROUP_PATH) {
		errno = EINVAL;
		return -1;
	}
	snprintf(words, sizeof words, "%.*s", (int)(path - text), text);
	group->on = bits_of(words, ',');
	strcpy(group->path, path + 1);
	return 0;
}
