/* The history of an image: the steps that have made it, as its configuration tells them. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "base/limits.h"
#include "base/record.h"

/* The strings are never NULL, and last as long as the call that they are handed to. */
struct image_step {
	const char *created_by, *comment;
	long long created;                /* seconds since 1970, UTC */
	const char *layer;                /* what the step added: a digest; NULL: nothing */
	char id[ID_LENGTH + 1];           /* of the image that the step ended with; "" if it is not here */
};

struct cJSON;

/* Add to a history in the making the steps of the image's "parent", or, if that isn't here any more, a nameless
 * one for each of its layers. */
void image_history_begin(struct cJSON *history, const struct record *image);

/* Call `each` for every step, the last one first, until it returns non-zero; that is returned, else 0.
 * -1 said. */
int image_history_each(const struct record *image, int (*each)(const struct image_step *step, void *context),
	void *context);
