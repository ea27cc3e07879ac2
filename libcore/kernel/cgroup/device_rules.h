/* Device rules: which devices the processes of a cgroup may make, read and write. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

#include "kernel/cgroup/cgroup.h"

enum { DEVICE_READ = 1, DEVICE_WRITE = 2, DEVICE_MAKE = 4, DEVICE_ANY = -1 };
enum { DEVICE_RULES_MOST = 512 };

struct device_rule {
	char type;                /* 'b', 'c', 'a': both */
	int major, minor;         /* DEVICE_ANY */
	unsigned access;          /* or-ed */
};

struct device_rules {
	struct device_rule all[DEVICE_RULES_MOST];
	int count;
};

/* What every container may do, as with Docker: make any node, use those of its own /dev and of a
 * terminal, and /dev/net/tun. */
void device_rules_begin(struct device_rules *rules);

/* -1 said: there are too many. */
int device_rules_add(struct device_rules *rules, struct device_rule rule);

/* "c 188:* rwm" */
int device_rules_read(struct device_rule *rule, const char *text);

/* Allow these to the group, and nothing else: by the devices controller of version 1 or, in version 2, by a
 * program that the kernel asks. 0, -1 and errno; silent. */
int device_rules_apply(const struct cgroup *group, const struct device_rules *rules);

/* True if the group has such rules. */
bool device_rules_hold(const struct cgroup *group);
