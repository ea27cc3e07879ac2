/* A file of a running container's /etc that is ours, changed under readers that never see it half
 * done. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "base/record.h"

/* Put `text` in the place of `old` in /etc/<name>, which the container sees and which stands in its
 * directory. -1 said. */
int live_file_replace(const struct record *container, const char *name, const char *old, const char *text);

/* For a process that does this for many, and nothing else: from now on it goes into their mount namespaces and comes
 * back by itself, and ends where it can't come back; otherwise each takes a process. */
void live_file_stay(void);
