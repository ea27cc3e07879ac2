/* The manifest of an image archive: which images it holds, and what each is made of. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "base/record.h"
#include "store/image/blobs.h"

/* Call `each` for every image that a docker-archive's manifest.json or an OCI archive's index.json
 * names, until it returns non-zero; that is returned, else 0. `image` has config=<name of a blob>,
 * layer=<name of a blob>, bottom first, and tag=<as written>, a list too. -1 said. */
int image_manifest_each(const struct blobs *blobs,
	int (*each)(const struct record *image, void *context), void *context);
