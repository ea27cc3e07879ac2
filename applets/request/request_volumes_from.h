/* --volumes-from: what is mounted in another container. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "base/record.h"

/* Add what nothing else is mounted over. -1 said, in Docker's words. */
int request_volumes_from_add(struct record *container);
