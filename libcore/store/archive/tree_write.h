/* Writing an archive's entries into a tree: one layer as overlayfs wants it, whiteouts included. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "store/archive/archive_read.h"
#include "store/archive/tree_path.h"

/* Whether an entry is to be written, and the plain form of its name: 1, 0 to pass over it, -1 said. */
int tree_write_accepts(const struct tree *tree, const struct archive_file *file, char path[PATH_MAX]);

/* Write one entry. `whiteouts`: ".wh.NAME" hides NAME of the layers below; without, there is nothing
 * below and they are skipped. -1 said. */
int tree_write(struct tree *tree, struct archive_reader *archive, const struct archive_file *file,
	bool whiteouts);
