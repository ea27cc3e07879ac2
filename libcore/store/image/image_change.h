/* Changes: the instructions of a Dockerfile that `import -c` takes. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "base/record.h"

/* Apply one instruction, "EXPOSE 5000", to an image's record. -1 said, in Docker's words. */
int image_change(struct record *image, const char *text);
