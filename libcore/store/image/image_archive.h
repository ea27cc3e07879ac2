/* Reading an archive of images as it streams by: layers are unpacked to a stage, JSON is kept. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "store/archive/archive_read.h"
#include "store/image/blobs.h"
#include "store/archive/stage.h"
#include "store/watch.h"

/* Read all of it; `watch` is told of each layer. Without a stage, layers are passed over. -1 said. */
int image_archive_read(const struct archive_source *source, struct stage *stage, struct blobs *blobs,
	const struct watch *watch);
