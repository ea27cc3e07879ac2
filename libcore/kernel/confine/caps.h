/* Capabilities: what root in a container may still do. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* A set has one bit per capability, 1 << CAP_CHOWN and so on, as /proc/PID/status shows it. */

/* What Docker leaves a container by default: 14 of them. */
uint64_t caps_default(void);

/* All that this process could still hand on: its bounding set. */
uint64_t caps_all(void);

/* A name in full and in capitals, as Docker says it: "CAP_NET_ADMIN". Cut off if it is longer. */
void caps_name(char *full, size_t size, const char *name);

/* What `name` means: "NET_ADMIN", "cap_net_admin", "ALL". -1 and errno: EINVAL, there is none such;
 * ENOTSUP, the kernel lacks it or this process may not hand it on. */
int caps_find(const char *name, uint64_t *set);

/* The steps, in this order, between clone and exec:
 *   caps_bound(set)            nothing that this process execs gets more than the set
 *   caps_keep()                if something is to be left when the user is another than root
 *   identity_assume(identity)  needs CAP_SETUID and CAP_SETGID, which the set may lack
 *   caps_confine(set)          permitted, effective: of the set what there is; for another user than
 *                              root that is nothing, as setuid took it all. Inheritable, ambient: empty
 * -1 said. */
int caps_bound(uint64_t set);
int caps_keep(void);
int caps_confine(uint64_t set);

/* Of the permitted ones, have those in the set at hand (effective) and no others. Never fails, allocates nothing. */
void caps_wield(uint64_t set);
