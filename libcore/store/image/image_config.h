/* The configuration of an image: the JSON that its id is the digest of, and its record. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stddef.h>

#include "base/record.h"

/* Read a configuration into an image's record, but for size: `layer` is what rootfs.diff_ids says.
 * -1 said; `what` is what messages call it. */
int image_config_read(struct record *image, const char *json, size_t length, const char *what);

/* Write the configuration that a record without an id stands for. Besides the keys of an image it may have
 * parent=<64 hex> (its history comes first), created_by=, empty_step=yes (no layer was added). The text is the caller's to
 * free; NULL said. */
char *image_config_write(const struct record *image);
