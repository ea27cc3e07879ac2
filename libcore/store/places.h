/* The places that images are looked for in: the state directory, and read-only stores beside it. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

/* Each has images/, layers/ and tags/ (store.h), and the first that has a thing is the one that counts. The
 * state directory is number 0; behind it come those of LINKBOX_PATH, or of path= in linkbox.conf, or
 * /usr/lib/linkbox/store. They are read, and never written to; one that isn't there has nothing. */

/* All but the state directory, with colons between them. */
const char *places_list(void);

/* NULL past the last. */
const char *places_path(unsigned number);

/* The first place that has this path; -1: none has. */
int places_find(const char *path);

/* Open "<directory>/<name>" in the first place where that works. -1 and errno of the state directory. */
int places_open(const char *directory, const char *name, int flags);

/* Call `each` for every name in this directory of every place that doesn't begin with a dot, until it returns
 * non-zero; that is returned, else 0. -1 said. */
int places_each(const char *directory, int (*each)(int opened, unsigned place, const char *name, void *context),
	void *context);

/* The state directory is this one, which another machine is going to have, and there are no other places. */
int places_move(const char *state);
bool places_are_moved(void);
