/* A process about to become the container's: what it must not hand on from us, or show of us. */
/* SPDX-License-Identifier: MIT */
#pragma once

/* Until exec nobody in the container can trace this process or look into its /proc/PID (memory,
 * descriptors, exe). First thing in a child that others in its pid namespace can see. -1 said. */
int process_hide(void);

/* Every signal at its default and none blocked, umask 0022, which what is made in the root needs,
 * too: call it early. Never fails. */
void process_reset(void);

/* Be killed when the parent ends: to be called after the last change of identity, which takes this
 * back. -1 said. */
int process_end_with_parent(void);

/* Close every descriptor from this one on. -1 said. */
int process_close_from(int first);

/* Close every descriptor from 3 on but `kept` (-1: none). -1 said. */
int process_close_others(int kept);

/* Write one byte to the pipe `done`, after closing every descriptor from 3 on but `kept` (-1: none): who hears of it
 * finds nothing held by this process, which may take its time to end. The standard error is lost. */
void process_say_done(int done, int kept);
