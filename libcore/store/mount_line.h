/* A line of a container's record that says what is mounted where: bind= and volume_mount=. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

#include "base/record.h"

/* "HOW TAB source TAB target TAB mode": HOW is rw or ro, and of the others what applies. The source
 * is a path of the host or a volume's name; the mode is what the user has typed behind -v, for those
 * who look at it. */
struct mount_line {
	bool read_only;
	bool no_copy;             /* nocopy: the volume doesn't begin with what the image has there */
	bool alone;               /* alone: not what is mounted below the source */
	bool exists;              /* exists: the source is not made */
	const char *source, *target, *mode;
	int source_length, target_length;   /* of what a NUL does not end, when read */
};

/* What is read points into `line`. -1 said. */
int mount_line_read(struct mount_line *mount, const char *line);

/* Strings are to end with NUL; a tab or newline in them is refused. -1 said. */
int mount_line_add(struct record *container, const char *key, const struct mount_line *mount);

/* The line among those of `key` whose target this is (`length` bytes); NULL if there is none. */
const char *mount_line_at(const struct record *container, const char *key, const char *target, int length);
