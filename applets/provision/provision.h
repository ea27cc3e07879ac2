/* Provisioning: the device's containers are made to match the files of a directory. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

/* Each NAME.run in the directory has the words of one `run` (base/words.h), on as many lines as they
 * take: "run", "linkbox run" or "docker run" may stand before them, -d is understood. Its container is
 * called as --name says, or NAME. */
struct provision {
	const char *directory;    /* NULL: the configured one */
	bool dry_run;             /* only say what would be done */
	bool verbose;             /* say what stays as it is, too */
	bool at_boot;             /* nothing is started: boot does that, when all are there. No directory is fine,
	                             and one without files removes nothing: it may not be mounted */
};

/* Create and start what is missing, re-create what changed, remove what was made of a file that is
 * gone; sources first, one line each on standard output. What is done is on the disk; a call that was
 * cut off is completed by the next. -1: something failed, said; the rest was done. */
int provision_apply(const struct provision *how);
