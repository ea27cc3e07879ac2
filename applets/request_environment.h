/* What a request says of the environment: the image's, --env-file and -e. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "base/record.h"

/* Add the env= lines, merged: the image's first, then the files', then -e; the last of a name wins,
 * where the first of it stood. -1 said. */
int request_environment_add(struct record *container, const struct record *image);
