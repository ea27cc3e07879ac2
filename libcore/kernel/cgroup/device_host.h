/* The devices of the host, for a container that may use them all. */
/* SPDX-License-Identifier: MIT */
#pragma once

/* Make a node in `directory`, the container's own /dev, for each of the host's, with the same owner
 * and mode, but for those that a container has of its own. To be called while the host's /dev can be
 * seen. -1 said. */
int device_host_make_all(int directory);
