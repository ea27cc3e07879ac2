/* The host's side of copying out: where things go, and the process that puts them there. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

struct copy_out;

/* See that there is a place for it at all. -1 said, in Docker's words. */
int copy_receive_check(const struct copy_out *copy);

/* Put what the archive of a source (a directory or not), of `size` bytes (0: unknown), on `pipe` has where the copy is to
 * go to. -1 said, in Docker's words. */
int copy_receive(const struct copy_out *copy, bool directory, long long size, int pipe);
