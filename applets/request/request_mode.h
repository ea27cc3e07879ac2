/* The mode of a volume: what stands behind its last colon, "ro,z". */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

struct request_mode {
	bool read_only, no_copy;
	const char *propagation;   /* "" if none is given */
};

/* -1, silent, if it is none. What is meant for SELinux or a Mac's file system is taken, and means
 * nothing here. */
int request_mode_read(struct request_mode *how, const char *mode);

/* True if a word that should have been a path is a mode. */
bool request_mode_is_one(const char *text);
