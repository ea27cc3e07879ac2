/* An archive that a provisioning directory has in it, or names in a file NAME.image. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "base/limits.h"
#include "store/image/image_load.h"

struct provision_archive {
	char *path;
	struct image_wish wish;       /* of one in the directory: nothing */
	char digest[ID_LENGTH + 1];   /* room for what the wish points to */
	char image[ID_LENGTH + 1];
};
void provision_archive_free(struct provision_archive *archive);

/* What `name` in this directory means. A file NAME.image has lines path=FILE (relative to the directory,
 * if it isn't absolute), and of sha256=DIGEST (of the archive) and id=DIGEST (of an image in it) at
 * least one; # begins a comment. -1 said, with file and line. */
int provision_archive_read(struct provision_archive *archive, const char *directory, const char *name);
