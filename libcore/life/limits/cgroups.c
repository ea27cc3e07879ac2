/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/limits.h"
#include "life/limits/cgroups.h"
#include "life/limits/devices.h"
#include "life/limits/limits.h"
#include "store/configuration.h"

/* Below the top of each hierarchy. */
static const char *parent_of(const struct record *container)
{
	const char *typed = record_get(container, "cgroup_parent"), *set = getenv("LINKBOX_CGROUP");

	if (!typed)
		typed = set && *set ? set : configuration("cgroup-parent", "linkbox");
	return typed + strspn(typed, "/");
}

/* What version 2 does without a controller that would have to be handed down. */
enum { BY_ITSELF = CGROUP_FREEZER | CGROUP_CPUACCT | CGROUP_DEVICES };

/* Of version 1 only what limits something: each costs the start 0.2 ms. Of version 2 there is one always, and the
 * freezer serves where there is none, to reach all processes of the container. */
static unsigned wanted_on(const struct cgroup *top, const struct cgroups *tops, const struct record *container)
{
	const struct cgroup *unified = cgroup_with(tops, CGROUP_UNIFIED);
	unsigned wanted = limits_need(container) | CGROUP_PIDS;

	/* Of both, rules for the controller are made in half the time that a program takes. */
	if (top == unified)
		return top->on & (CGROUP_UNIFIED | BY_ITSELF | wanted | cgroup_handed_down(top))
		       & ~(cgroup_with(tops, CGROUP_DEVICES) == top ? 0 : CGROUP_DEVICES);
	if (!unified)
		wanted |= CGROUP_FREEZER;
	if (!record_get(container, "privileged"))
		wanted |= CGROUP_DEVICES;
	return top->on & wanted ? top->on : 0;
}

int cgroups_plan(const struct record *container, struct record *status)
{
	struct cgroups tops;
	char text[CGROUP_TEXT];

	record_drop(status, "cgroup");
	if (cgroup_find(&tops) < 0) {
		if (errno != ENOENT)
			return fail("look for cgroups: %m");
		tops.count = 0;
	}
	if (limits_check(container, &tops) < 0)
		return -1;
	for (int i = 0; i < tops.count; i++) {
		struct cgroup group = { .on = wanted_on(&tops.all[i], &tops, container) };

		if (!group.on)
			continue;
		if (snprintf(group.path, sizeof group.path, "%s/%s/%s", tops.all[i].path, parent_of(container),
			     record_get(container, "id")) >= (int)sizeof group.path)
			return fail("choose cgroups: the path of %s is too long", parent_of(container));
		cgroup_write(text, &group);
		if (record_add(status, "cgroup", text) < 0)
			return fail("choose cgroups: %m");
	}
	return 0;
}

static int say_why_not(const struct cgroup *group, const struct cgroup *top)
{
	if (errno == EBUSY)
		return fail("limit the container: %s is not the machine's first cgroup and has processes of its own, so "
			    "no controller works below it", top->path);
	return fail("make the cgroup %s: %m", group->path);
}

static struct cgroup top_of(const struct record *container, const struct cgroup *group)
{
	struct cgroup top = *group;

	top.path[strlen(top.path) - ID_LENGTH - 1 - strlen(parent_of(container)) - 1] = '\0';
	return top;
}

static int make(const struct record *container, struct cgroup *group)
{
	struct cgroup top = top_of(container, group);
	bool needed = group->on & limits_need(container), was;
	int made = cgroup_make(&top, group);
	if (made < 0 && !needed && group->on & CGROUP_UNIFIED) {
		/* Without controllers it still holds all processes together. */
		group->on &= CGROUP_UNIFIED | BY_ITSELF;
		made = cgroup_make(&top, group);
	}
	/* What a kernel has not is one thing, what failed this once another. */
	if (made < 0)
		return needed || errno == EIO || errno == ENOMEM || errno == ENOSPC ? say_why_not(group, &top) : 0;
	if (devices_rule(container, group) < 0)
		return -1;
	/* Nobody has asked for what is there anyway. */
	was = fail_silently(!needed);
	made = limits_set(container, group);
	fail_silently(was);
	return needed ? made : 0;
}

int cgroups_make(const struct record *container, const struct record *status)
{
	struct cgroup group;

	for (const char *line = NULL; (line = cgroups_next(status, line, &group));)
		if (make(container, &group) < 0)
			return -1;
	return 0;
}

/* A process that forks while it is moved may leave one behind: until all are there. */
static int move_one(pid_t pid, void *context)
{
	char text[16];

	snprintf(text, sizeof text, "%d", (int)pid);
	return cgroup_put(context, "cgroup.procs", text) < 0 && errno != ESRCH ? -1 : 0;
}

static int count_one(pid_t pid, void *count)
{
	(void)pid;
	++*(int *)count;
	return 0;
}

static int move_all(const struct record *status, struct cgroup *to)
{
	enum { PASSES = 100 };
	struct cgroup from;

	if (!cgroups_find(status, CGROUP_FREEZER, &from))
		return fail("limit the container: its processes can't be found without cgroup version 2 or a freezer");
	for (int pass = 0; pass < PASSES; pass++) {
		int here = 0, there = 0;

		if (cgroup_each(&from, move_one, to) < 0)
			return fail("move the container to the cgroup %s: %m", to->path);
		if (cgroup_each(&from, count_one, &here) < 0 || cgroup_each(to, count_one, &there) < 0 || here <= there)
			break;
	}
	return 0;
}

static const char *line_of(const struct record *status, const char *path)
{
	struct cgroup group;

	for (const char *line = NULL; (line = cgroups_next(status, line, &group));)
		if (strcmp(group.path, path) == 0)
			return line;
	return NULL;
}

static int change_one(const struct record *container, const struct record *status, struct cgroup *group)
{
	struct cgroup top = top_of(container, group);
	bool known = line_of(status, group->path), was;

	if (!(group->on & limits_need(container))) {
		was = fail_silently(true);
		limits_set(container, group);
		fail_silently(was);
		return 0;
	}
	if (cgroup_make(&top, group) < 0)
		return say_why_not(group, &top);
	if (limits_set(container, group) < 0)
		return -1;
	return known ? 0 : move_all(status, group);
}

int cgroups_change(const struct record *container, struct record *status)
{
	struct record planned autorecord = { 0 };
	struct cgroup group;

	if (cgroups_plan(container, &planned) < 0)
		return -1;
	for (const char *line = NULL; (line = cgroups_next(&planned, line, &group));)
		if (change_one(container, status, &group) < 0)
			return -1;
	/* Those that it has, and hasn't any need of now, stay. */
	for (const char *line = NULL; (line = cgroups_next(status, line, &group));)
		if (!line_of(&planned, group.path) && record_add(&planned, "cgroup", line) < 0)
			return fail("note the cgroups: %m");
	record_drop(status, "cgroup");
	return record_copy(status, &planned, "cgroup") < 0 ? fail("note the cgroups: %m") : 0;
}

const char *cgroups_next(const struct record *status, const char *line, struct cgroup *group)
{
	while ((line = record_next(status, "cgroup", line)))
		if (cgroup_read(group, line) == 0)
			return line;
	return NULL;
}

bool cgroups_find(const struct record *status, unsigned controllers, struct cgroup *group)
{
	for (const char *line = NULL; (line = cgroups_next(status, line, group));)
		if (group->on & controllers)
			return true;
	return false;
}

int cgroups_enter(const struct record *status, bool cloned)
{
	struct cgroup group;

	for (const char *line = NULL; (line = cgroups_next(status, line, &group));)
		if (!(cloned && group.on & CGROUP_UNIFIED) && cgroup_enter(&group) < 0 && errno != ENOENT)
			return fail("enter the cgroup %s: %m", group.path);
	return 0;
}

bool cgroups_ran_out_of_memory(const struct record *status)
{
	struct cgroup group;

	if (!cgroups_find(status, CGROUP_MEMORY, &group))
		return false;
	return cgroup_number(&group, group.on & CGROUP_UNIFIED ? "memory.events" : "memory.oom_control", "oom_kill", 0) > 0;
}

int cgroups_remove(const struct record *status)
{
	struct cgroup group;
	int result = 0;

	/* The one first in which all can be killed, paused or not. */
	if (cgroups_find(status, CGROUP_FREEZER, &group))
		cgroup_remove(&group);
	for (const char *line = NULL; (line = cgroups_next(status, line, &group));)
		if (cgroup_remove(&group) < 0)
			result = fail("remove the cgroup %s: %m", group.path);
	return result;
}
