/* Tenancy: a container's hold on its name and its address, through a lease (store/leases.h). */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdint.h>

#include "base/record.h"

/* Take `name` for the container of this record, and set its lease=; the lease of a former container
 * of that name, kept for its consumers, is taken over. -1 said. */
int tenancy_begin(struct record *container, const char *name);

/* The address for a start: the one of --ip, else the lease's, else the next free one. Kept in the
 * lease. 0 said. */
uint32_t tenancy_take_address(const struct record *container, uint32_t subnet);

/* The container stopped: with addresses=fresh its address is let go of. -1 said. */
int tenancy_pause(const struct record *container);

/* The container goes: the lease stays for its consumers, without a container; else it ends, and the
 * address is free (the name is let go of last of all: names_release). Nothing to end is success.
 * -1 said. */
int tenancy_end(const struct record *container);

/* End a lease that has neither container nor consumers. -1 said. */
int tenancy_forget(const char *lease);

/* Give the container another name, with its leading /. -1 said, in Docker's words. */
int tenancy_rename(const struct record *container, const char *name);
