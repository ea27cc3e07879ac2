/* Changes: what a container has made, changed and deleted of what its image has. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "base/record.h"

enum change { CHANGE_ADDED = 'A', CHANGE_CHANGED = 'C', CHANGE_DELETED = 'D' };

/* Call `each` for every change, directory by directory, sorted by name; a directory in which something
 * has changed comes before that. Stops when non-zero, and returns that; -1 said. */
int changes_each(const struct record *container, int (*each)(enum change change, const char *path, void *context),
	void *context);
