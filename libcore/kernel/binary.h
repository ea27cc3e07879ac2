/* Our own program file, so that a container that gets at /proc/PID/exe can't write to it. */
/* SPDX-License-Identifier: MIT */
#pragma once

/* A descriptor of this program to run from (fexecve), close-on-exec: its file can't be opened for
 * writing through it or through /proc/PID/exe of whoever runs it. The monitor (its children go into
 * containers) and exec run from it. -1 said. */
int binary_open(void);

/* Run it: returns only on failure, -1 said. The process is called "linkbox" afterwards if it calls
 * prctl(PR_SET_NAME). */
int binary_run(int binary, char *const arguments[]);
