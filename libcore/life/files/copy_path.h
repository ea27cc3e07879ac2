/* A path of `cp`: made plain, but for what its end says. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <limits.h>
#include <stdbool.h>

struct copy_path {
	char clean[PATH_MAX];      /* absolute, without "." and ".." */
	char shown[PATH_MAX];      /* the same with the "/" or "/." that it ends with */
	bool dot, slash;           /* which it ends with */
	char directory[PATH_MAX];  /* in which `base` is */
	char base[NAME_MAX + 1];   /* the last part: "." with a dot, "/" of the root */
};

/* Understand what was typed, which begins at `start` if it isn't absolute. -1 said. */
int copy_path_read(struct copy_path *path, const char *start, const char *typed);

/* What to open in `directory`. */
const char *copy_path_name(const struct copy_path *path);

/* Go where the link that `path` is leads to. -1 said. */
int copy_path_follow(struct copy_path *path, const char *target);
