/* Settings of the kernel that a container has for itself: sysctl= of its record. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "base/record.h"

/* While the host's /proc is there: a descriptor of its settings, which are those of whatever
 * namespaces the caller is in; -1, silent, if the container has none to be set. */
int child_settings_open(const struct record *container);

/* Set them, in the container's namespaces and once its interfaces are there. -1 said. */
int child_settings_apply(int settings, const struct record *container);
