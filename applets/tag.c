/* tag - give an image one more name                                   CONFIG_TAG */
/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "applet.h"
#include "base/auto.h"
#include "base/fail.h"
#include "store/image/image_event.h"
#include "store/image/images.h"
#include "store/image/layers.h"
#include "store/image/reference.h"
#include "store/image/tags.h"

static int refuse(const char *operand)
{
	fail_phase("", "");
	return fail("Error parsing reference: \"%s\" is not a valid repository/tag: %s", operand,
		    reference_problem(operand));
}

static int tag(const char *source, const char *target)
{
	char stored[REFERENCE_LENGTH + 1], reference[REFERENCE_LENGTH + 1], id[ID_LENGTH + 1];
	autoclose int lock = -1;

	if (reference_normalise(target, reference) < 0)
		return refuse(target);
	lock = layers_lock(true);
	if (lock < 0)
		return -1;
	if (images_find(source, id) < 0)
		return fail("No such image: %s", reference_normalise(source, stored) < 0 ? source : stored);
	if (tags_set(reference, id) < 0 || tags_sync() < 0)
		return -1;
	image_event(id, "tag", reference);
	return 0;
}

static int tag_main(int argc, char **argv)
{
	(void)argc;
	return tag(argv[0], argv[1]) < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}

const struct applet tag_applet = {
	.name     = "tag",
	.summary  = "Create a tag TARGET_IMAGE that refers to SOURCE_IMAGE",
	.operands = "SOURCE_IMAGE[:TAG] TARGET_IMAGE[:TAG]",
	.least    = 2,
	.most     = 2,
	.words_follow = true,
	.main     = tag_main,
};
