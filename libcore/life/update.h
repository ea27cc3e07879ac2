/* Changing what a container was made with, while it runs or not. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "base/record.h"

/* Set the keys that `changes` has in the container's record, durably; one without a value is taken
 * out. A running container goes by them from now on. -1 said. */
int update_container(const char *id, const struct record *changes);
