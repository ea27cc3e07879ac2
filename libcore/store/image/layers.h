/* Layers: unpacked trees by the digest of their tar, stored once however many images share them. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

#include "base/record.h"

struct stage;

/* The lock of images, layers and tags: alone for who takes or puts any, shared for who has found an
 * image and has yet to save the record that keeps it (create). A descriptor to close, -1 said. */
int layers_lock(bool alone);

/* True if the layer is in the store. Without the lock it may go at any time. */
bool layers_have(const char *digest);

/* A descriptor of a layer's directory, or of the file that it is packed in (base/packed.h): the one or the
 * other. -1 and errno. */
int layers_open_directory(const char *digest);
int layers_open_packed(const char *digest);

/* Keep a layer of the store until the stage is closed: 1, 0 if it isn't there, -1 said. Not under
 * the lock. */
int layers_keep(const struct stage *stage, const char *digest);

/* Move the layers that no image, container or load needs to a stage, to go with it; `removed` gets
 * their digests as "layer". Under layers_lock(true). -1 said. */
int layers_collect(const struct stage *stage, struct record *removed);
