/* Images: configuration and layers by digest, and the tags that point to them. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stddef.h>

#include "base/limits.h"
#include "base/record.h"

/* An image's record has the keys of container_record.h that an image can have: entrypoint, command,
 * env, workdir, user, expose, label, volume, stop_signal, layer (bottom first) or directory; and
 *   format=1  id=<64 hex, digest of config.json>  created=<seconds>.<9 digits> UTC
 *   size=<bytes of its files>
 *   architecture=  os=  author=  comment=
 *   parent=<64 hex, of the image that commit has put a layer on>  container=<64 hex, of which commit made it> */

/* Find the image that `reference` means: name[:tag] (tag "latest" if absent; docker.io/library/
 * is understood), or the id with or without sha256:, whole or a unique prefix of it. -1, silent,
 * errno ENOENT or ENOTUNIQ. Whoever then makes something that needs the image holds
 * layers_lock(false) from before this until it is made. */
int images_find(const char *reference, char id[ID_LENGTH + 1]);

/* -1 said. */
int images_load(struct record *image, const char *id);

/* The bytes of its configuration, with a NUL behind them; the caller frees them. NULL said. */
char *images_load_config(const char *id, size_t *length);

/* For going through all: tag is "name:tag", NULL for an image without one. Stops when non-zero. */
int images_each(int (*each)(const char *tag, const char *id, void *context), void *context);

/* True if it is in the state directory and not in a read-only store (places.h). */
bool images_may_go(const char *id);

/* Put an image into the store, on the disk when this returns: its layers are there. One that is in a read-only
 * store stays there. Under
 * layers_lock(true). -1 said. */
int images_save(const struct record *image, const char *config, size_t length);

/* Forget an image; its tags are gone already. Under layers_lock(true). -1 said. */
int images_delete(const char *id);
