/* A lease: what stands between a name and a container, and keeps the address over restarts, and
 * over `rm` and a new `run` while it still has consumers. A link names a lease. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdint.h>

#include "base/record.h"

/* Keys of a lease's record: name=, address= (absent before the first start), container=<id>
 * (absent once it was removed). */
int lease_load(struct record *lease, const char *id);             /* -1, silent, errno ENOENT; else said */

/* Who loads a lease to save it again holds this lock (before that of the claims): a descriptor whose
 * closing lets go. -1 said. */
int lease_lock(void);

/* Save; `ephemeral` as its container (RAM) or durable. -1 said. */
int lease_save(const struct record *lease, const char *id, int ephemeral);

/* Absent is success. */
int lease_delete(const char *id);

/* Remove what killed writers of leases have left. -1 said. */
int lease_sweep(void);

/* The address of a lease in network byte order, 0 if it has none. */
uint32_t lease_address(const struct record *lease);

/* The index of consumers, in RAM: who has a link to this lease. */
int lease_add_consumer(const char *lease, const char *container);
int lease_remove_consumer(const char *lease, const char *container);
int lease_has_consumers(const char *lease);

/* How many there are, but not more than `most`. */
int lease_count_consumers(const char *lease, int most);
int lease_each_consumer(const char *lease, int (*each)(int consumers, const char *container, void *context),
			void *context);   /* as store_each */

/* Drop the index of a lease that ends. Absent is success. */
int lease_forget_consumers(const char *lease);

/* What the running consumers of a lease were last wired for: address=, expose= lines. RAM. Loading
 * says and leaves nothing if there is none. */
int lease_load_wired(struct record *wired, const char *lease);
int lease_save_wired(const struct record *wired, const char *lease);
