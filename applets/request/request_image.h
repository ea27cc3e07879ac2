/* What a request says of its image: which one, --pull, --platform, --disable-content-trust. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

#include "base/record.h"

struct request_image {
	const char *pull, *platform, *isolation;
	bool distrust, quiet;
};
extern struct request_image request_image;

#define REQUEST_IMAGE_OPTIONS \
	OPT_FLAG(0, "disable-content-trust", &request_image.distrust, \
		 "Skip image verification (default true)"), \
	OPT_TEXT(0, "isolation", &request_image.isolation, "string", "Container isolation technology"), \
	OPT_TEXT(0, "platform", &request_image.platform, "string", "Refuse any platform but this machine's"), \
	OPT_TEXT(0, "pull", &request_image.pull, "string", \
		 "Pull image before running (\"missing\"|\"never\")"), \
	OPT_FLAG('q', "quiet", &request_image.quiet, "Suppress the pull output, which there never is")

/* What is wrong with these options. -1 said. */
int request_image_check(void);

/* True for --pull never: then it is the daemon that misses an image. */
bool request_image_is_local(void);

/* Load the image that was named. -1 said. */
int request_image_find(struct record *image, const char *reference);

/* Add what the container takes from it, but for the words of the process and its settings. -1 said. */
int request_image_add(struct record *container, const struct record *image, const char *reference);
