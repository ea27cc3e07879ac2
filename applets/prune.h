/* Pruning: removing what nobody uses, filtered as Docker filters it. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

#include "base/record.h"

struct prune_filter {
	const struct record *given;     /* "filter" lines as typed */
	unsigned long long until;       /* nanoseconds since 1970: only what was made before; 0: all */
	bool named;                     /* dangling=false: images with a name, too */
};

/* A slip of the pen in the values of --filter, for which Docker's client leaves with 125 before it asks
 * anything: -1 said. */
int prune_filter_check(const struct record *given, const char *command);

/* Understand them: labels, and those of these `keys`, "until dangling". -1 said. */
int prune_filter_read(struct prune_filter *filter, const struct record *given, const char *keys);

/* True if what has this record may go. */
bool prune_filter_accepts(const struct prune_filter *filter, const struct record *thing);

/* Remove containers that are not up, images without a container (`all`) or a name, volumes that no
 * container has. Each writes what has gone to standard output and adds its bytes to `reclaimed`. -1 said. */
int prune_containers(const struct prune_filter *filter, unsigned long long *reclaimed);
int prune_images(const struct prune_filter *filter, bool all, unsigned long long *reclaimed);
int prune_volumes(const struct prune_filter *filter, unsigned long long *reclaimed);

/* The last line. */
void prune_report(unsigned long long reclaimed);
