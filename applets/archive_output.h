/* The output of save and export: an archive to a file, that is whole or not there, or to standard output. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "store/watch.h"

/* Can it be written there? `path` NULL: to standard output, which is not to be a terminal. What `prefix` says
 * stands before why not. -1 said. */
int archive_output_check(const char *path, const char *prefix);

/* Let `write` write it, and show how far it is (`verb`, as progress.h) if it goes to a file. -1 said. */
int archive_output(const char *path, const char *verb,
		   int (*write)(int output, const struct watch *watch, const void *context), const void *context);
