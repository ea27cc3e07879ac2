/* The extended attributes of a file that archives carry. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stddef.h>

/* The lines of tar_attribute for those of an open file, for the caller to free; NULL if it has none. -1 and
 * errno: they can't be read. */
int tree_attributes_read(int file, char **lines, size_t *length);
