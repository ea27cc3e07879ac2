/* Each: what the commands share that do one thing to every container named. */
/* SPDX-License-Identifier: MIT */
#pragma once

/* Call `one` with the id of each operand and what was typed, and print the operand where that succeeds. The others are
 * still done after a failure. `complaint` (NULL for none) is what Docker's daemon says before the
 * reason of a failure: "Cannot kill container". The exit status. */
int each_container(int argc, char **argv, int (*one)(const char *id, const char *name), const char *complaint);
