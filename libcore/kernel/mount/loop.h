/* A loop device: a file as a block device, for what can only be mounted from one. */
/* SPDX-License-Identifier: MIT */
#pragma once

enum { LOOP_PATH = 32 };

/* A device that reads the file, as long as it is open or mounted: then the kernel itself takes it away.
 * One that reads the same file already is taken, so that whoever mounts it shares what the kernel has
 * in memory of it. Callers take turns, or some would find none that others are about to make. A
 * descriptor, and the device's path; -1 and errno. */
int loop_open(int file, char path[LOOP_PATH]);
