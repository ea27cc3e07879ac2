/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/text.h"
#include "store/archive/squashfs_pack.h"
#include "store/archive/stage.h"
#include "store/image/image_platform.h"
#include "store/places.h"
#include "store/preload.h"

/* Of "linux/arm/v7" the word in the middle is what images are chosen by. */
static int take_platform(const char *platform)
{
	static char architecture[32];
	const char *word = text_after(platform, "linux/");
	size_t length = word ? strcspn(word, "/") : 0;

	if (!length || length >= sizeof architecture)
		return fail("invalid argument \"%s\" for \"--platform\" flag: it is none as linux/arm64", platform);
	snprintf(architecture, sizeof architecture, "%.*s", (int)length, word);
	image_platform_set(architecture);
	return 0;
}

int preload_begin(const char *root, const char *platform)
{
	if (!root)
		return platform ? fail("--platform is not supported without --root: this machine is linux/%s", image_platform())
				: 0;
	if (platform && take_platform(platform) < 0)
		return -1;
	stage_pack(&squashfs_packer);
	return places_move(root);
}
