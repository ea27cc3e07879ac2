/* Unit tests of kernel/cgroup/cgroup_find.c and kernel/cgroup/device_rules.c: texts of cgroups and of rules, and what the kernel
 * makes of a program of rules. SPDX-License-Identifier: MIT */
#include "kernel/cgroup/cgroup.h"
#include "kernel/cgroup/device_rules.h"
#include "scene.h"

static bool comes_back(const char *text)
{
	struct cgroup group;
	char written[CGROUP_TEXT];

	if (cgroup_read(&group, text) < 0)
		return false;
	cgroup_write(written, &group);
	return strcmp(written, text) == 0;
}

static bool reads(const char *text, char type, int major, int minor, unsigned access)
{
	struct device_rule rule;

	return device_rules_read(&rule, text) == 0 && rule.type == type && rule.major == major && rule.minor == minor
	       && rule.access == access;
}

static void rules(void)
{
	static const char *const bad[] = {
		"", "c", "c ", "d 1:1 r", "c 1 r", "c 1: r", "c :1 r", "c 1:1", "c 1:1 ", "c 1:1 x", "c 1:1 rwmr", "c1:1 r",
		"c -1:1 r", "c 1:1 r ", " c 1:1 r",
	};
	struct device_rule rule;
	bool refused = true;

	ok(reads("c 188:* rwm", 'c', 188, DEVICE_ANY, DEVICE_READ | DEVICE_WRITE | DEVICE_MAKE), "a rule for a whole driver");
	ok(reads("a *:* r", 'a', DEVICE_ANY, DEVICE_ANY, DEVICE_READ), "a rule for everything");
	ok(reads("b 8:0 wm", 'b', 8, 0, DEVICE_WRITE | DEVICE_MAKE), "a rule for one device");
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		refused = refused && device_rules_read(&rule, bad[i]) < 0;
	ok(refused, "what is no rule is refused");
}

static bool refuses_one_too_many(void)
{
	static struct device_rules all;
	const struct device_rule rule = { 'c', 1, 3, DEVICE_READ };
	bool was = fail_silently(true), full;

	device_rules_begin(&all);
	while (all.count < DEVICE_RULES_MOST)
		if (device_rules_add(&all, rule) < 0)
			return false;
	full = device_rules_add(&all, rule) < 0;
	fail_silently(was);
	return full;
}

/* -1: the kernel has no such thing, or we may not. */
static int takes_the_longest_program(void)
{
	static struct device_rules all;
	struct cgroups tops;
	struct cgroup group;
	int applied = -1;

	if (cgroup_find(&tops) < 0)
		return -1;
	for (int i = 0; i < tops.count; i++) {
		if (!(tops.all[i].on & CGROUP_UNIFIED) || !(tops.all[i].on & CGROUP_DEVICES))
			continue;
		group = tops.all[i];
		group.on = CGROUP_UNIFIED;
		sprintf(group.path + strlen(group.path), "/linkbox-unit-%d", (int)getpid());
		device_rules_begin(&all);
		while (all.count < DEVICE_RULES_MOST)
			device_rules_add(&all, (struct device_rule){ 'b', all.count, all.count, DEVICE_READ });
		if (cgroup_make(&tops.all[i], &group) < 0)
			return -1;
		applied = device_rules_apply(&group, &all) == 0 && device_rules_hold(&group);
		cgroup_remove(&group);
	}
	return applied;
}

int main(void)
{
	struct cgroup group;
	struct cgroups tops;

	ok(comes_back("pids /sys/fs/cgroup/pids/linkbox/x"), "a cgroup of version 1 comes back from its text");
	ok(comes_back("cpu,memory,io,unified /sys/fs/cgroup/x") || comes_back("cpu,memory,blkio,unified /sys/fs/cgroup/x"),
	   "and one of version 2");
	ok(cgroup_read(&group, "pids") < 0 && cgroup_read(&group, "") < 0, "what has no path is none");
	rules();
	ok(refuses_one_too_many(), "too many rules are refused");
	ok(cgroup_find(&tops) == 0, "looking for cgroups never fails");
	ok(takes_the_longest_program() != 0, "the kernel takes the longest program");
	return scene_end();
}
