/* A container's /etc/resolv.conf: the host's, without the name servers that only the host reaches. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "base/record.h"

/* Write resolv.conf into the container's directory. -1 said. */
int resolver_write(int directory, const struct record *container);

/* The host's file has changed: bring a running container's up to date, unless somebody inside has
 * made it another. -1 said. */
int resolver_follow(const struct record *container);
