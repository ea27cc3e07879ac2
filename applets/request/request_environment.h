/* What a request says of the environment: --env-file and -e, over what the image has. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "base/record.h"

/* Read what the user has given, files first, as env= lines. -1 said. */
int request_environment_read(struct record *given);

/* Add the env= lines, merged as Docker does: the user's, then those of the image that the user has
 * not given; the last of a name wins, where the first of it stood. -1 said. */
int request_environment_add(struct record *container, const struct record *given,
			    const struct record *image);
