/* The terminal that the user sits at: raw mode and size. */
/* SPDX-License-Identifier: MIT */
#pragma once

/* Hand every key through as it is, until terminal_restore() or exit. -1 said. One terminal at a
 * time; a second call is an error of the caller. */
int terminal_make_raw(int fd);

/* Give it back as it was. Nothing to do is success. Safe in a signal handler. */
void terminal_restore(void);

/* Size of the terminal (either end of it). -1 silent, errno ENOTTY if it is none. */
int terminal_size(int fd, int *rows, int *columns);

/* Tell the terminal its size; SIGWINCH goes to its foreground processes. -1 silent. */
int terminal_resize(int fd, int rows, int columns);
