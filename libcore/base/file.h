/* Files and directories: reading whole, replacing in one step, making and removing trees. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* All of these behave like libc: 0 or -1 and errno, and print nothing. Every descriptor that they
 * return is close-on-exec. */

/* The contents of a regular file, with a NUL after the last byte; the caller frees it. NULL and
 * errno: as open(2); EFBIG past `most` bytes. `length` may be NULL. */
char *file_read(int dir, const char *name, size_t most, size_t *length);

/* The same of one that file_replace has written, and that nobody else writes to: in one read less. */
char *file_read_replaced(int dir, const char *name, size_t most, size_t *length);

/* False for directories, pipes, devices, which may keep a reader waiting; true, too, if it isn't there. */
bool file_is_regular(int dir, const char *name);

/* Write all of it, over interrupted and partial writes. */
int file_write(int fd, const void *data, size_t length);

/* Put `data` in the place of `name` under a temporary name and a rename: readers see the old or
 * the new. `durable`: both are on the disk when this returns. Mode 0600. */
int file_replace(int dir, const char *name, const void *data, size_t length, bool durable);

/* Open a directory below `dir`, making it (and only the last part of `path`) if absent. */
int file_make_directory(int dir, const char *path, mode_t mode);

/* As `mkdir -p` and open. */
int file_make_path(const char *path, mode_t mode);

/* False as well where it can't be read. */
bool file_is_empty_directory(int dir);

/* Remove `name` with all that is in it, however deep, without following links or crossing mounts
 * that others made (EBUSY). Absent is success. */
int file_remove_tree(int dir, const char *name);
