/* Files with several names: the name that each was first met under. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <sys/stat.h>

struct tree_links;

/* NULL: no memory. */
struct tree_links *tree_links_open(void);
void tree_links_close(struct tree_links *links);

/* The name that this file was met under before, good until the next call; else NULL, and `name` is noted
 * (if there is memory). */
const char *tree_links_meet(struct tree_links *links, const struct stat *file, const char *name);
