/* What a container may call by default: as Docker, and where it has learned, no less. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdint.h>

#include "kernel/confine/seccomp_policy.h"

/* The policy for a container with these capabilities (caps.h). */
void seccomp_default(struct seccomp_policy *policy, uint64_t capabilities);
