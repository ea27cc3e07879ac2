/* Changing one line of a running container's /etc/hosts, under readers that never see it half done. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdint.h>

#include "base/record.h"

/* Give the link line of `alias` another address, or (0) take it away, in the consumer's own
 * /etc/hosts, whatever else it has written there. No such line is success. -1 said. */
int hosts_change_link(const struct record *consumer, const char *alias, uint32_t address);
