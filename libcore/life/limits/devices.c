/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "base/auto.h"
#include "base/fail.h"
#include "kernel/cgroup/device_path.h"
#include "kernel/cgroup/device_rules.h"
#include "life/limits/cgroups.h"
#include "life/limits/devices.h"

/* "/dev/ttyUSB0 TAB /dev/modem TAB rw" */
struct wish {
	char host[DEVICE_PATH], place[DEVICE_PATH], access[4];
};

static int read_wish(struct wish *wish, const char *line)
{
	const char *place = strchr(line, '\t'), *access = place ? strchr(place + 1, '\t') : NULL;

	if (!access || place - line >= DEVICE_PATH || access - place > DEVICE_PATH || strlen(access + 1) > 3)
		return fail("read a device of the container: the record is damaged");
	snprintf(wish->host, sizeof wish->host, "%.*s", (int)(place - line), line);
	snprintf(wish->place, sizeof wish->place, "%.*s", (int)(access - place - 1), place + 1);
	strcpy(wish->access, access + 1);
	return 0;
}

struct ruling {
	struct device_rules *rules;
	const char *access;
};

static int allow(const char *place, const struct stat *node, void *context)
{
	const struct ruling *ruling = context;
	char text[64];
	struct device_rule rule;

	(void)place;
	snprintf(text, sizeof text, "%c %u:%u %s", S_ISBLK(node->st_mode) ? 'b' : 'c', major(node->st_rdev),
		 minor(node->st_rdev), ruling->access);
	return device_rules_read(&rule, text) < 0 ? 0 : device_rules_add(ruling->rules, rule);
}

static int add_rules(struct device_rules *rules, const struct record *container)
{
	for (const char *line = NULL; (line = record_next(container, "device", line));) {
		struct ruling ruling = { .rules = rules };
		struct wish wish;

		if (read_wish(&wish, line) < 0)
			return -1;
		ruling.access = wish.access;
		if (device_path_each(wish.host, wish.place, allow, &ruling) < 0)
			return -1;
	}
	for (const char *text = NULL; (text = record_next(container, "device_cgroup_rule", text));) {
		struct device_rule rule;

		if (device_rules_read(&rule, text) == 0 && device_rules_add(rules, rule) < 0)
			return -1;
	}
	return 0;
}

bool devices_are_restricted(const struct record *container)
{
	for (const char *line = NULL; (line = record_next(container, "device", line));) {
		const char *access = strrchr(line, '\t');

		if (access && !(strchr(access, 'r') && strchr(access, 'w')))
			return true;
	}
	return false;
}

int devices_rule(const struct record *container, const struct cgroup *group)
{
	static struct device_rules rules;

	if (record_get(container, "privileged") || !(group->on & CGROUP_DEVICES))
		return 0;
	device_rules_begin(&rules);
	if (add_rules(&rules, container) < 0)
		return -1;
	device_rules_apply(group, &rules);
	return 0;
}

bool devices_are_ruled(const struct record *status)
{
	struct cgroup group;

	for (const char *line = NULL; (line = cgroups_next(status, line, &group));)
		if (group.on & CGROUP_DEVICES && device_rules_hold(&group))
			return true;
	return false;
}

static int make(const char *place, const struct stat *node, void *root)
{
	return device_path_make(*(int *)root, place, node);
}

int devices_make(int root, const struct record *container)
{
	for (const char *line = NULL; (line = record_next(container, "device", line));) {
		struct wish wish;

		if (read_wish(&wish, line) < 0 || device_path_each(wish.host, wish.place, make, &root) < 0)
			return -1;
	}
	return 0;
}
