/* An output: a file that takes the place of another when all of it is there. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <limits.h>

struct output {
	int fd;
	const char *path;              /* borrowed */
	char temporary[PATH_MAX];      /* its name until then; "" if it has none */
};

/* See that something can be written there, in Docker's words with `prefix` before them. -1 said. */
int output_check(const char *path, const char *prefix);

/* Begin; mode 0600. -1 said. */
int output_open(struct output *output, const char *path);

/* Put it in its place, or let it go: nothing of it stays. -1 said. */
int output_commit(struct output *output);
void output_drop(struct output *output);
