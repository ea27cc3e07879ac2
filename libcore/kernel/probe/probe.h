/* A probe: whether this kernel, here and now, does something that linkbox uses. It is tried, not
 * read off a version. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

struct probe {
	const char *name;
	bool basic;               /* without it no container runs */
	int (*run)(void);         /* -1 and errno, silent: missing */
	const char *without;      /* what it is for, and which option of the kernel or which version has it */
};

/* All end with a NULL name. Those of the network are run between probe_network_begin and _end, in a
 * network namespace that is thrown away; begin: -1 and errno, there is none to be had. */
extern const struct probe probe_system[], probe_network[], probe_cgroup[];
int probe_network_begin(void);
int probe_network_end(void);

/* Before those of the system: where images and containers are stored, or will be; borrowed. File systems differ. */
void probe_system_begin(const char *directory);

/* "version 2", "version 1 and 2 side by side", "version 1", "none". */
const char *probe_cgroup_version(void);

/* What else on this machine stops what linkbox lets through. -1 and errno. */
struct obstacle {
	enum { OBSTACLE_CHAIN, OBSTACLE_LEGACY, OBSTACLE_MARK } kind;
	const char *family, *table, *chain;   /* of a chain with hook forward that drops */
	unsigned mark, preference;            /* of a routing rule that takes our mark for its own */
};
int probe_obstacles(void (*each)(const struct obstacle *obstacle));
