/* The end of a network interface. */
/* SPDX-License-Identifier: MIT */
#pragma once

/* Delete an interface of this namespace; its pair, routes and neighbours go with it. Absent is
 * success. A process that has nothing of the caller's may still wait for the kernel to free it. -1 said. */
int iface_delete(const char *name);
