/* Slices: work on each of many containers, shared out among processes by the first digit of their ids. */
/* SPDX-License-Identifier: MIT */
#pragma once

/* Call `work` in a process of its own for each of the 16 digits, all at once, as what one container needs is mostly
 * that the kernel waits; here where there is no room for a process. What it changes in memory is lost. 0 if all returned 0;
 * else, or if one of them was killed, -1. */
int slices_run(int (*work)(char digit, void *context), void *context);
