/* Filters of images: which ones `images -f` lets through. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

#include "base/record.h"

/* What was asked for: key=value lines under Docker's keys. */
struct image_filter {
	struct record wanted;
	char *before, *since;      /* when the images of these filters were made; NULL without */
};
void image_filter_free(struct image_filter *filter);

/* The keys of the filters there are, one by one; NULL at the end. */
const char *image_filter_key(int index);

/* Understand the values of key "filter" in `given`, and one more reference pattern (NULL: none).
 * -1 said; 1: said, a slip of the pen for which Docker's client leaves with 125. */
int image_filter_read(struct image_filter *filter, const struct record *given, const char *pattern);

/* An image under one of its names, "name:tag"; NULL for none. */
bool image_filter_accepts(const struct image_filter *filter, const struct record *image, const char *tagged);
