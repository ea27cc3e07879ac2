/* The tag of a container's syslog messages: a text with {{.Name}} and its like, as Docker's tag= has it. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "base/record.h"

enum { LOG_TAG = 256 };      /* bytes; a longer one is cut */

/* Write it: .ID, .FullID, .Name, .ImageName, .ImageID, .ImageFullID, .DaemonName and .Command are known. NULL:
 * for no container in particular, to see whether it is good. What could end a line is written '?'. -1 said. */
int log_tag_write(char tag[LOG_TAG], const char *format, const struct record *container, const char *name);
