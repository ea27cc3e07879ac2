/* Preloading: a store for another machine, made anywhere, by anybody, and the same every time. */
/* SPDX-License-Identifier: MIT */
#pragma once

/* From here on the state directory is `root`, there are no read-only stores beside it (places.h), layers are packed
 * (squashfs_pack.h), which takes no rights, and nothing is told to this machine's events. `platform`, "linux/arm64",
 * is the other machine's, NULL if it is as this. `root` NULL: nothing of it. -1 said. */
int preload_begin(const char *root, const char *platform);
