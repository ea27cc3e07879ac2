/* A layer, or an image that is used in place, as a directory to read, whether it is packed (base/packed.h) or not. */
/* SPDX-License-Identifier: MIT */
#pragma once

/* Descriptors to close. `show` opens the directory that an open file holds, -1 said. -1 said. */
int layer_show(const char *digest, int (*show)(int file, const char *name));
int layer_show_in_place(const char *path, int (*show)(int file, const char *name));
