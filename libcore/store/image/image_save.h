/* Saving: images as an archive that load, `docker load` and skopeo take. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "base/record.h"
#include "store/watch.h"

/* Write to `output` the images of the lines image=<64 hex>, each with the names of tag=<64 hex> <reference>.
 * A layer's tar is written anew from its files: names sorted, our own headers. Where that has another digest
 * than the tar that it came as, the configuration says so, and the image gets another id: the same for the
 * same files, every time. `show` opens the directory that a file holds which is packed (base/packed.h): -1 said. -1 said. */
int image_save(int output, const struct record *images, int (*show)(int file, const char *name),
	const struct watch *watch);
