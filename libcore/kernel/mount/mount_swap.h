/* Swapping a mount for another one, in one step for those who open what it shows. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <sys/stat.h>

/* In the caller's mount namespace, put the detached `mount` in the place of the one at `path`, which
 * must show the file `old`. Needs Linux 6.5. -1, silent and errno (ESTALE: something else is there). */
int mount_swap(int mount, const char *path, const struct stat *old);
