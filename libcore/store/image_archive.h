/* Reading an archive of images as it streams by: layers are unpacked to a stage, JSON is kept. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "store/blobs.h"
#include "store/stage.h"

/* Read all of `fd`. -1 said. */
int image_archive_read(int fd, struct stage *stage, struct blobs *blobs);
