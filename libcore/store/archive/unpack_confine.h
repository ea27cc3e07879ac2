/* The walls around the process that unpacks an archive: it reads what strangers wrote. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

/* The directory becomes the root, with what is mounted below it, and there no device can be opened, and with
 * `read_only` nothing changed. -1 and errno. */
int unpack_confine_root(int directory, bool read_only);

/* What is left are the system calls that files are made with, and the capabilities that these take:
 * no network, no new processes, no mounts; without `names` the calls on open files alone, and no capability.
 * Later than the other. -1 and errno. */
int unpack_confine_calls(bool names);
