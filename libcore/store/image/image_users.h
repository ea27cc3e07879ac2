/* The containers that use an image. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "base/limits.h"
#include "base/record.h"

/* One of each kind, "" where there is none. */
struct image_users {
	const char *image;
	char running[ID_LENGTH + 1], stopped[ID_LENGTH + 1];
};

/* Look at every container for one of `users->image`. -1 said. */
int image_users_find(struct image_users *users);

/* Add the layers of every container to `used`, each once. -1 said. */
int image_users_layers(struct record *used);
