/* Capabilities: what root in a container may still do. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdint.h>

/* A set has one bit per capability, 1 << CAP_CHOWN and so on, as /proc/PID/status shows it. */

/* What Docker leaves a container by default: 14 of them. */
uint64_t caps_default(void);

/* The three steps, in this order, between clone and exec:
 *   caps_bound(set)            nothing that this process execs gets more than the set
 *   identity_assume(identity)  needs CAP_SETUID and CAP_SETGID, which the set may lack
 *   caps_confine(set)          permitted, effective: of the set what there is; for another user than
 *                              root that is nothing, as setuid took it all. Inheritable, ambient: empty
 * -1 said. */
int caps_bound(uint64_t set);
int caps_confine(uint64_t set);
