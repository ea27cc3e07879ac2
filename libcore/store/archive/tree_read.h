/* Reading a tree into an archive: names sorted, no link followed, nothing opened but files and directories. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

#include "store/archive/tar_write.h"

struct tree_links;

/* Start with what is asked for; the rest is tree_read's. */
struct tree_reading {
	struct tar *tar;
	bool one_file_system;        /* what others are mounted on is there, and empty */
	bool whole_seconds;
	bool sparse;                 /* holes are left out; not everybody understands that */
	bool layer;                  /* it is an overlay's layer: whiteouts become ".wh.NAME" */
	bool foreign;                /* what linkbox has made for its mounts is left out */
	int proc;                    /* /proc/self/fd, opened before any change of root; -1: tree_read opens it */
	dev_t left_out;              /* a file system that is treated so in any case */
	struct tree_links *links;
};

/* Take as many descriptors as this process may have: each directory on the way takes two. */
void tree_read_prepare(void);

/* Write `name` of the open directory `parent`, and all below it, under the name `top`; with `top` "" only what
 * is below it, and of itself what isn't as usual: an entry "./". -1 said. */
int tree_read(struct tree_reading *reading, int parent, const char *name, const char *top);
