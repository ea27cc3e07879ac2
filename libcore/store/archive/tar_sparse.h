/* Sparse files in a tar: only what is not a hole, as GNU tar writes it (format 1.0). */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "store/archive/tar_write.h"

/* Write the open file as `entry`, header and contents. 1; 0 if it has no holes, or too many: nothing was
 * written; -1 said. */
int tar_write_sparse(struct tar *tar, const struct tar_entry *entry, int file);
