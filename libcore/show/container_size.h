/* The size of a container: what it has written, and that together with its image. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "base/record.h"

struct container_size {
	unsigned long long written, whole;     /* bytes */
};

/* The bytes of all files below `name` in a directory; what can't be read counts as nothing. */
unsigned long long container_size_below(int parent, const char *name);

/* Goes through all its files. What can't be read counts as nothing. */
struct container_size container_size_of(const struct record *container);
