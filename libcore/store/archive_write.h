/* Writing tar archives: a directory as one stream. */
/* SPDX-License-Identifier: MIT */
#pragma once

/* Write all that is in the open `directory` to `fd`: owners, permissions, times, hard links, extended
 * attributes, devices. What other file systems are mounted on is there, and empty. `what` is what
 * messages call it. -1 said. */
int archive_write_directory(int fd, int directory, const char *what);
