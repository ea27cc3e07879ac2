/* Copying a tree: all that is in a directory, with owners, modes and times. */
/* SPDX-License-Identifier: MIT */
#pragma once

/* Copy what the directory `from` holds into `to`, which becomes like it; `what` is what messages call
 * the source. What is mounted below it stays out. -1 said. */
int tree_copy(int from, int to, const char *what);
