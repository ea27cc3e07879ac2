/* What a container finds in /etc/hosts, /etc/hostname and /etc/resolv.conf: made anew at each start. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdint.h>

#include "base/record.h"

/* Write the three files into the container's directory; `address` is its own, 0 for none. -1 said. */
int hosts_write(const struct record *container, uint32_t address);
