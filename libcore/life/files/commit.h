/* Committing: an image of what a container has become, one layer on top of its image. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

#include "base/limits.h"
#include "base/record.h"
#include "store/watch.h"

struct commit {
	const char *id;                 /* of the container */
	const char *reference;          /* stored form (reference.h); NULL for none */
	const char *author, *comment;   /* NULL for none */
	const struct record *changes;   /* "change" lines: instructions (image_change.h) */
	bool pause;                     /* its processes stand still meanwhile, where the kernel can do that */
	const struct watch *watch;
};

/* -1 said, and nothing is left. */
int commit_container(const struct commit *commit, char image[ID_LENGTH + 1]);
