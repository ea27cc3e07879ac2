/* What a request says of file systems: -v and --tmpfs. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "base/record.h"

/* Add bind=, volume= and tmpfs= to the record. -1 said, in Docker's words. */
int request_volumes_add(struct record *container);
