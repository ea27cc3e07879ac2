/* image - manage images                                                   CONFIG_IMAGE */
/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "applet.h"
#include "base/fail.h"
#include "confirm.h"
#include "prune.h"

static struct {
	bool all, force;
	struct record filters;
} given;

static const struct opt prune_options[] = {
	OPT_FLAG('a', "all", &given.all, "Remove all unused images, not just dangling ones"),
	OPT_LIST(0, "filter", &given.filters, "filter", "Provide filter values (e.g. 'until=<timestamp>')"),
	OPT_FLAG('f', "force", &given.force, "Do not prompt for confirmation"),
	OPT_END
};

static bool is_sure(void)
{
	return confirm(given.all ? "WARNING! This will remove all images without at least one container associated to them."
				 : "WARNING! This will remove all dangling images.");
}

static int prune_main(int argc, char **argv)
{
	unsigned long long reclaimed = 0;
	struct prune_filter filter;

	(void)argc;
	(void)argv;
	if (prune_filter_check(&given.filters, "image prune") < 0)
		return 125;
	fail_phase("Error response from daemon: ", "");
	if ((given.force || is_sure())
	    && (prune_filter_read(&filter, &given.filters, "until dangling") < 0 || prune_images(&filter, given.all || filter.named, &reclaimed) < 0))
		return EXIT_FAILURE;
	prune_report(reclaimed);
	return EXIT_SUCCESS;
}

/* The others are applets of their own (dispatch.c). */
static const struct applet verbs[] = {
	{ .name = "image history", .summary = "Show the history of an image" },
	{ .name = "image import", .summary = "Import the contents from a tarball to create a filesystem image" },
	{ .name = "image inspect", .summary = "Display detailed information on one or more images" },
	{ .name = "image load", .summary = "Load an image from a tar archive or STDIN" },
	{ .name = "image ls", .summary = "List images" },
	{
		.name     = "image prune",
		.summary  = "Remove unused images",
		.options  = prune_options,
		.main     = prune_main,
	},
	{ .name = "image rm", .summary = "Remove one or more images" },
	{ .name = "image save", .summary = "Save one or more images to a tar archive (streamed to STDOUT by default)" },
	{ .name = "image tag", .summary = "Create a tag TARGET_IMAGE that refers to SOURCE_IMAGE" },
	{ .name = NULL }
};

const struct applet image_applet = {
	.name         = "image",
	.summary      = "Manage images",
	.operands     = "COMMAND",
	.most         = ANY_NUMBER,
	.words_follow = true,
	.verbs        = verbs,
};
