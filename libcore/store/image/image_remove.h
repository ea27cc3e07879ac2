/* Removing an image, or one of its tags, as Docker decides it. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

#include "base/record.h"

/* `removed` tells in order: untagged=<reference>, deleted=<64 hex, of the image or of a chain of
 * layers>. -1 said. */
int image_remove(const char *reference, bool force, struct record *removed);
