/* A packed file system: squashfs or erofs, in a file or on a partition, which devices use where it is. */
/* SPDX-License-Identifier: MIT */
#pragma once

/* The kernel's name of what the open file holds; NULL if it is neither, or can't be read. */
const char *packed_type(int file);
