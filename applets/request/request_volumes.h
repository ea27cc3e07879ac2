/* What a request says of file systems: -v, --mount, --tmpfs, --volumes-from, and the image's VOLUME. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "base/record.h"

/* Add all that is mounted to the record, in Docker's order of what wins. -1 said, in Docker's words. */
int request_volumes_add(struct record *container, const struct record *image);
