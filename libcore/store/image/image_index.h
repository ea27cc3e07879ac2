/* The index of an OCI archive, which leads to manifests, which lead to configurations and layers. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "base/record.h"
#include "store/image/blobs.h"

/* As image_manifest_each. */
int image_index_each(const struct blobs *blobs,
	int (*each)(const struct record *image, void *context), void *context);
