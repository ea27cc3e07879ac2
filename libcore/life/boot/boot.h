/* A boot: every container that is to run after the machine was switched on is started. */
/* SPDX-License-Identifier: MIT */
#pragma once

/* Those that their restart policy wants, and those that were made of a provisioning file and never ran.
 * Start them, sources before consumers, side by side where links allow, and tell of each once it runs
 * (trouble NULL) or when it is sure that it won't. Those that run already do so. Then, with a `time`
 * (life/boot/readiness.h), wait until all are ready, and tell of those that aren't. One boot at a time: the
 * next waits for this one to end. -1: trouble was told, or said. */
int boot(const char *time, void (*tell)(const char *name, const char *trouble));
