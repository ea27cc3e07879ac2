/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "kernel/cgroup/device_program.h"
#include "kernel/cgroup/device_rules.h"

enum { EVERYTHING = DEVICE_READ | DEVICE_WRITE | DEVICE_MAKE };

void device_rules_begin(struct device_rules *rules)
{
	static const struct device_rule usual[] = {
		{ 'a', DEVICE_ANY, DEVICE_ANY, DEVICE_MAKE },
		{ 'c', 1, 3, EVERYTHING },     /* null */
		{ 'c', 1, 5, EVERYTHING },     /* zero */
		{ 'c', 1, 7, EVERYTHING },     /* full */
		{ 'c', 1, 8, EVERYTHING },     /* random */
		{ 'c', 1, 9, EVERYTHING },     /* urandom */
		{ 'c', 5, 0, EVERYTHING },     /* tty */
		{ 'c', 5, 1, EVERYTHING },     /* console */
		{ 'c', 5, 2, EVERYTHING },     /* ptmx */
		{ 'c', 136, DEVICE_ANY, EVERYTHING },   /* pts */
		{ 'c', 10, 200, EVERYTHING },  /* net/tun */
	};

	rules->count = sizeof usual / sizeof *usual;
	memcpy(rules->all, usual, sizeof usual);
}

int device_rules_add(struct device_rules *rules, struct device_rule rule)
{
	if (rules->count == DEVICE_RULES_MOST)
		return fail("allow the container its devices: there are more than %d", DEVICE_RULES_MOST);
	rules->all[rules->count++] = rule;
	return 0;
}

/* A number, or "*"; what comes behind it. NULL: neither, or too large. */
static const char *read_number(const char *text, int *number)
{
	char *end;
	long value;

	*number = DEVICE_ANY;
	if (*text == '*')
		return text + 1;
	if (!isdigit((unsigned char)*text))
		return NULL;
	errno = 0;
	value = strtol(text, &end, 10);
	*number = (int)value;
	return errno || value > INT_MAX ? NULL : end;
}

static unsigned access_of(const char *letters)
{
	return (strchr(letters, 'r') ? DEVICE_READ : 0) | (strchr(letters, 'w') ? DEVICE_WRITE : 0)
	       | (strchr(letters, 'm') ? DEVICE_MAKE : 0);
}

int device_rules_read(struct device_rule *rule, const char *text)
{
	const char *rest;

	rule->type = *text;
	if (!*text || !strchr("abc", *text) || text[1] != ' ')
		return -1;
	rest = read_number(text + 2, &rule->major);
	if (!rest || *rest != ':')
		return -1;
	rest = read_number(rest + 1, &rule->minor);
	if (!rest || *rest != ' ' || !rest[1] || rest[1 + strspn(rest + 1, "rwm")] || strlen(rest + 1) > 3)
		return -1;
	rule->access = access_of(rest + 1);
	return 0;
}

static void write_number(char text[12], int number)
{
	if (number == DEVICE_ANY)
		strcpy(text, "*");
	else
		snprintf(text, 12, "%d", number);
}

static int allow(const struct cgroup *group, const struct device_rule *rule)
{
	char major[12], minor[12], text[48];

	write_number(major, rule->major);
	write_number(minor, rule->minor);
	snprintf(text, sizeof text, "%c %s:%s %s%s%s", rule->type, major, minor, rule->access & DEVICE_READ ? "r" : "",
		 rule->access & DEVICE_WRITE ? "w" : "", rule->access & DEVICE_MAKE ? "m" : "");
	return cgroup_put(group, "devices.allow", text);
}

/* In version 1 "a" is everything, whatever follows it. */
static int allow_both(const struct cgroup *group, const struct device_rule *rule)
{
	struct device_rule each = *rule;

	each.type = 'b';
	if (allow(group, &each) < 0)
		return -1;
	each.type = 'c';
	return allow(group, &each);
}

static int apply_to_controller(const struct cgroup *group, const struct device_rules *rules)
{
	if (cgroup_put(group, "devices.deny", "a") < 0)
		return -1;
	for (int i = 0; i < rules->count; i++) {
		const struct device_rule *rule = &rules->all[i];

		if ((rule->type == 'a' ? allow_both(group, rule) : allow(group, rule)) < 0)
			return -1;
	}
	return 0;
}

int device_rules_apply(const struct cgroup *group, const struct device_rules *rules)
{
	return group->on & CGROUP_UNIFIED ? device_program_attach(group->path, rules)
					  : apply_to_controller(group, rules);
}

bool device_rules_hold(const struct cgroup *group)
{
	char list[16];

	if (group->on & CGROUP_UNIFIED)
		return device_program_is_attached(group->path);
	return cgroup_get(group, "devices.list", list, sizeof list) == 0 && *list != 'a';
}
