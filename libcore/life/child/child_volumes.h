/* What is mounted inside a container's root: its own files, and what its user has asked for. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "base/record.h"

/* Mount hosts, hostname and resolv.conf from the directory `files` (-1: not these), and the bind=, volume_mount=
 * and tmpfs= lines of the record, below `root`: parents before what lies in them, whatever the order on the command line;
 * what the user puts at the place of one of our files wins. -1 said. */
int child_volumes_mount(int root, int files, const struct record *container);
