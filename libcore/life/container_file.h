/* A file in a container's directory that its processes may read: hosts, hostname, resolv.conf. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stddef.h>

/* Put `text` in the place of `name`; one that is the same already is not written, which spares the
 * flash. -1 and errno. */
int container_file_write(int directory, const char *name, const char *text, size_t length);
