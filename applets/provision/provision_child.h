/* The process in which the words of a provisioning file are read as `run` reads its own: what is wrong
 * with them ends it, and nothing of them stays behind for the next file. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

#include "base/limits.h"
#include "provision/provision_file.h"

/* What the words ask for: name=, and needs=<name> (list) for each container that has to be there first.
 * `image`: theirs has to be there already. -1 said, with file and line. */
int provision_child_look(const struct provision_file *file, bool image, struct record *asked);

/* Create the container and, with `start`, start it, in place of `former` (an id, "" for none), which goes only once
 * nothing is wrong that can be known before. -1 said, with file and line. */
int provision_child_make(const struct provision_file *file, const char *former, bool start);
