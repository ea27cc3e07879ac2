/* The loopback interface of a network namespace. */
/* SPDX-License-Identifier: MIT */
#pragma once

/* Bring lo up in the caller's network namespace. -1 said. */
int loopback_up(void);
