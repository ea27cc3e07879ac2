/* Reading an archive of images as it streams by: layers are unpacked to a stage, JSON is kept. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "store/blobs.h"
#include "store/stage.h"
#include "store/watch.h"

/* Read all of `fd`; `watch` is told of each layer. -1 said. */
int image_archive_read(int fd, struct stage *stage, struct blobs *blobs, const struct watch *watch);
